with requests as (
    select
        fct_agent_requests.request_date,
        fct_agent_requests.duration_ms
    from marts.fct_agent_requests
    left join marts.dim_repositories
        on fct_agent_requests.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_agent_requests.team is not distinct from dim_team_groups.team
    where
        fct_agent_requests.duration_ms is not null
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    request_date,
    quantile_cont(duration_ms, 0.5) / 1000 as p50_seconds,
    quantile_cont(duration_ms, 0.9) / 1000 as p90_seconds,
    quantile_cont(duration_ms, 0.99) / 1000 as p99_seconds
from requests
group by request_date
order by request_date
