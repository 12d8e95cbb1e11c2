with sessions as (
    select
        fct_agent_sessions.*,
        dim_repositories.repository_name,
        dim_models.model,
        coalesce(dim_agents.display_name, fct_agent_sessions.agent) as agent_name
    from marts.fct_agent_sessions
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_agents
        on fct_agent_sessions.agent = dim_agents.agent
    where
        true
        [[and {{date}}]]
        [[and coalesce(fct_agent_sessions.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
        [[and {{session}}]]
)

select
    session_id,
    left(session_id, 13) as short_session_id,
    started_at,
    agent,
    agent_name,
    repository_name,
    model,
    outcome,
    duration_seconds / 60 as duration_minutes,
    prompt_count,
    request_count,
    tool_call_count,
    failed_tool_call_count,
    commit_count,
    list_cost_microusd / 1e6 as list_cost_usd
from sessions
order by started_at desc, session_id asc
limit 200
