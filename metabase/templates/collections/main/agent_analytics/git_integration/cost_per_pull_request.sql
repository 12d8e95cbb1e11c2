with {{snippet: periods}},

pull_requests as (
    select
        merged_date,
        session_list_cost_microusd
    from marts.fct_pull_requests
    where
        merged_date is not null
        and session_list_cost_microusd is not null
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
)

select
    periods.first_day as period_start,
    sum(pull_requests.session_list_cost_microusd)
    / nullif(count(pull_requests.merged_date), 0) / 1e6 as list_cost_per_merge_usd
from periods
left join pull_requests
    on pull_requests.merged_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
