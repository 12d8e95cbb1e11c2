with {{snippet: days}},

sessions as (
    select
        coalesce(dim_agents.display_name, fct_agent_sessions.agent) as agent_name,
        {{snippet: known_person}} as developer_key,
        fct_agent_sessions.active_seconds,
        fct_agent_sessions.request_count
    from marts.fct_agent_sessions
    inner join days
        on fct_agent_sessions.started_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_agent_sessions.agent = dim_agents.agent
    where
        true
        [[and coalesce(fct_agent_sessions.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and fct_agent_sessions.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_agent_sessions.main_model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
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
