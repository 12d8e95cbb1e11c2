with requests as (
    select
        coalesce(model, 'unknown') as model,
        duration_ms,
        ttft_ms
    from marts.fct_agent_requests
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
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
