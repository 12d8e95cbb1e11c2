with polled as (
    select * from {{ ref('stg_polled_repositories') }}
),

pull_requests as (
    select
        hosted_repository_id,
        count(*) as pull_request_count,
        max(changed_at) as newest_change_at
    from {{ ref('stg_pull_requests') }}
    group by hosted_repository_id
)

select
    -- ids
    polled.polled_repository_key,
    polled.repository_key,
    polled.name,
    -- categories
    polled.state,
    polled.detail,
    -- measures
    coalesce(pull_requests.pull_request_count, 0) as pull_request_count,
    polled.unfinished_check_count,
    -- times
    pull_requests.newest_change_at,
    polled.known_until_at,
    polled.paused_until_at,
    polled.read_at
from polled
left join pull_requests on polled.hosted_repository_id = pull_requests.hosted_repository_id
