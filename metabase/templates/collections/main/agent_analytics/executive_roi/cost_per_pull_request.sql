with {{snippet: periods}},

pull_requests as (
    select
        merged_date,
        session_list_cost_microusd
    from marts.fct_pull_requests
    where
        state = 'merged'
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
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
