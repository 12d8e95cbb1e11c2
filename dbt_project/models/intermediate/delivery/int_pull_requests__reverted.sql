with recursive pull_requests as (
    select * from {{ ref('stg_pull_requests') }}
    where state = 'merged'
),

-- The number says it best, then the commit; of several with one title the last is meant.
candidates as (
    select
        later.pull_request_key as reverting_key,
        earlier.pull_request_key as reverted_key,
        later.merged_at as reverted_at,
        case
            when later.reverted_number = earlier.pull_request_number then 1
            when later.reverted_sha = earlier.merge_commit_sha then 2
            else 3
        end as strength,
        earlier.merged_at as earlier_merged_at
    from pull_requests as later
    inner join pull_requests as earlier
        on
            later.hosted_repository_id = earlier.hosted_repository_id
            and later.pull_request_key != earlier.pull_request_key
            and later.merged_at > earlier.merged_at
            and (
                later.reverted_number = earlier.pull_request_number
                or later.reverted_sha = earlier.merge_commit_sha
                or later.reverted_title_key = earlier.title_key
            )
),

reverts as (
    select
        reverting_key,
        arg_min(reverted_key, (strength, -epoch_us(earlier_merged_at))) as reverted_key,
        any_value(reverted_at) as reverted_at
    from candidates
    group by reverting_key
),

-- A revert may itself be reverted: what was merged is out again while the chain behind it is odd.
chains as (
    select
        reverted_key as pull_request_key,
        reverting_key as last_key,
        reverted_at,
        1 as link_count
    from reverts
    union all
    select
        chains.pull_request_key,
        reverts.reverting_key as last_key,
        chains.reverted_at,
        chains.link_count + 1 as link_count
    from chains
    inner join reverts on chains.last_key = reverts.reverted_key
)

select
    pull_request_key,
    max(reverted_at) as reverted_at
from chains
group by pull_request_key
having max(link_count) % 2 = 1
