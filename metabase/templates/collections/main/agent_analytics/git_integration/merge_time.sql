with {{snippet: periods}},

pull_requests as (
    select
        merged_date,
        merge_seconds
    from marts.fct_pull_requests
    where
        merge_seconds is not null
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
)

select
    periods.first_day as period_start,
    quantile_cont(pull_requests.merge_seconds, 0.5) / 3600 as median_hours
from periods
left join pull_requests
    on pull_requests.merged_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
