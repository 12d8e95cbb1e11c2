with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

requests as (
    select
        coalesce(dim_agents.display_name, fct_agent_requests.agent) as agent_name,
        fct_agent_requests.duration_ms
    from marts.fct_agent_requests
    inner join days
        on fct_agent_requests.request_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_agent_requests.agent = dim_agents.agent
    left join marts.dim_models
        on fct_agent_requests.model_key = dim_models.model_key
    left join marts.dim_repositories
        on fct_agent_requests.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_agent_requests.team is not distinct from dim_team_groups.team
    where
        fct_agent_requests.duration_ms is not null
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    agent_name,
    quantile_cont(duration_ms, 0.5) / 1e3 as median_seconds,
    quantile_cont(duration_ms, 0.9) / 1e3 as p90_seconds
from requests
group by agent_name
order by median_seconds, agent_name
