with requests as (
    select
        request_date,
        duration_ms
    from marts.fct_agent_requests
    where
        duration_ms is not null
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
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
