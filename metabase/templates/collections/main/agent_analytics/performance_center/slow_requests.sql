with {{snippet: periods}},

requests as (
    select
        request_date,
        duration_ms
    from marts.fct_agent_requests
    where
        duration_ms is not null
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and {{model}}]]
)

select
    periods.first_day as period_start,
    quantile_cont(requests.duration_ms, 0.9) / 1000 as p90_seconds
from periods
left join requests on requests.request_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
