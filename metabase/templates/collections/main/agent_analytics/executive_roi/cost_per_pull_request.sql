with {{snippet: periods}},

pull_requests as (
    select
        merged_date,
        session_list_cost_microusd
    from marts.fct_pull_requests
    where
        state = 'merged'
        {{snippet: team_agent_repository}}
)

select
    periods.first_day as period_day,
    sum(pull_requests.session_list_cost_microusd) / 1e6
    / nullif(count(pull_requests.session_list_cost_microusd), 0) as cost_per_pull_request_usd
from periods
left join pull_requests
    on pull_requests.merged_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
