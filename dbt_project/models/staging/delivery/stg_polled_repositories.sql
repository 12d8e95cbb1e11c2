with polled as (
    select * from {{ source('github', 'polled_repositories') }}
),

clones as (
    select
        repository_key,
        remote
    from {{ ref('stg_git_repositories') }}
    where remote is not null
),

-- Clones keep the address they were made from: a renamed repository is theirs by that.
formerly as (
    select
        polled.polled_repository_id,
        clones.repository_key
    from polled
    inner join clones
        on split_part(polled.remote, '/', 1) || '/' || lower(polled.name) = clones.remote
    where polled.remote not in (select present.remote from clones as present)
),

checks as (
    select
        polled_repository_id,
        count(*) filter (where not is_settled) as unfinished_check_count
    from {{ source('github', 'check_polls') }}
    group by polled_repository_id
)

select
    -- ids
    polled.polled_repository_id as polled_repository_key,
    polled.hosted_repository_id,
    coalesce(formerly.repository_key, polled.repository_key) as repository_key,
    polled.name,
    polled.remote,
    -- categories
    polled.state,
    polled.detail,
    -- measures
    coalesce(checks.unfinished_check_count, 0) as unfinished_check_count,
    -- times
    polled.known_until_at,
    polled.paused_until_at,
    polled.read_at
from polled
left join formerly on polled.polled_repository_id = formerly.polled_repository_id
left join checks on polled.polled_repository_id = checks.polled_repository_id
