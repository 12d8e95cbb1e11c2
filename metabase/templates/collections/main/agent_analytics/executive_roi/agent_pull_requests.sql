with {{snippet: periods}},

pull_requests as (
    select merged_date
    from marts.fct_pull_requests
    where
        state = 'merged'
        and agent is not null
        {{snippet: team_agent_repository}}
)

select
    periods.first_day as period_day,
    count(pull_requests.merged_date) as pull_request_count
from periods
left join pull_requests
    on pull_requests.merged_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
