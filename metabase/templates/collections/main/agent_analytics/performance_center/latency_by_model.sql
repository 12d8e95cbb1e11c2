with requests as (
    select
        coalesce(fct_agent_requests.model, 'unknown') as model,
        fct_agent_requests.duration_ms,
        fct_agent_requests.ttft_ms
    from marts.fct_agent_requests
    left join marts.dim_repositories
        on fct_agent_requests.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_agent_requests.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    model,
    count(*) as request_count,
    quantile_cont(duration_ms, 0.5) / 1000 as p50_seconds,
    quantile_cont(duration_ms, 0.9) / 1000 as p90_seconds,
    quantile_cont(duration_ms, 0.99) / 1000 as p99_seconds,
    quantile_cont(ttft_ms, 0.5) / 1000 as first_token_seconds
from requests
group by model
order by request_count desc, model asc
limit 50
