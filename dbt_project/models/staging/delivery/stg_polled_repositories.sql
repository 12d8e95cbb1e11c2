with polled as (
    select * from {{ source('github', 'polled_repositories') }}
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
    polled.repository_key,
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
left join checks on polled.polled_repository_id = checks.polled_repository_id
