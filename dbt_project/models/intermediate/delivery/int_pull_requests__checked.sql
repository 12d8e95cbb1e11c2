with pull_requests as (
    select * from {{ ref('stg_pull_requests') }}
),

checks as (
    select
        *,
        conclusion is null as is_unfinished,
        coalesce(conclusion not in ('success', 'neutral', 'skipped', 'stale'), false) as is_failed
    from {{ ref('base_github__checks') }}
)

select
    pull_requests.pull_request_key,
    count(*) as check_count,
    count(*) filter (where checks.is_failed) as failed_check_count,
    case
        when bool_or(checks.is_failed) then 'failed'
        when bool_or(checks.is_unfinished) then 'unfinished'
        else 'passed'
    end as check_outcome
from pull_requests
inner join checks
    on
        pull_requests.hosted_repository_id = checks.hosted_repository_id
        and pull_requests.head_sha = checks.sha
group by pull_requests.pull_request_key
