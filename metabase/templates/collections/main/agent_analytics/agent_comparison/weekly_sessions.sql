with {{snippet: whole_weeks}},

sessions as (
    select
        cast(date_trunc('week', fct_agent_sessions.started_date) as date) as usage_week,
        coalesce(dim_agents.display_name, fct_agent_sessions.agent) as agent_name
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
    usage_week,
    agent_name,
    count(*) as session_count
from sessions
group by usage_week, agent_name
order by usage_week, agent_name
