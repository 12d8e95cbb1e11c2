with pull_requests as (
    select
        cast(date_trunc('week', fct_pull_requests.opened_date) as date) as week_start,
        fct_pull_requests.authorship
    from marts.fct_pull_requests
    left join marts.dim_repositories
        on fct_pull_requests.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_pull_requests.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
)

select
    week_start,
    replace(authorship, '_', ' ') as authorship,
    count(*) as pull_request_count
from pull_requests
group by week_start, authorship
order by week_start, authorship
