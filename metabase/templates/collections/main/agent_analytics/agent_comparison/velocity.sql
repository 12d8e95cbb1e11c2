with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

sessions as (
    select
        coalesce(dim_agents.display_name, fct_agent_sessions.agent) as agent_name,
        fct_agent_sessions.developer_key,
        fct_agent_sessions.active_seconds,
        fct_agent_sessions.request_count
    from marts.fct_agent_sessions
    inner join days
        on fct_agent_sessions.started_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_agent_sessions.agent = dim_agents.agent
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    agent_name,
    median(active_seconds) / 60 as median_active_minutes,
    count(active_seconds) * 3600 / nullif(sum(active_seconds), 0) as sessions_per_hour,
    sum(request_count) * 3600 / nullif(sum(active_seconds), 0) as requests_per_hour
from sessions
group by agent_name
having count(distinct developer_key) >= 5
order by median_active_minutes desc nulls last, agent_name asc
