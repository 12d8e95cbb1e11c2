with chosen as (
    select fct_agent_sessions.session_key
    from marts.fct_agent_sessions
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
        [[and {{session}}]]
    order by fct_agent_sessions.started_at desc, fct_agent_sessions.session_key asc
    limit 1
)

select
    events.event_number,
    events.event_at,
    replace(events.event_type, '_', ' ') as event_type,
    events.event_detail,
    events.is_success,
    events.duration_ms / 1000 as duration_seconds,
    events.gap_seconds
from marts.fct_session_events as events
inner join chosen on events.session_key = chosen.session_key
order by events.event_number
limit 2000
