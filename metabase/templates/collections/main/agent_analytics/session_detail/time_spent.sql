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
),

events as (
    select
        events.event_type,
        events.duration_ms
    from marts.fct_session_events as events
    inner join chosen on events.session_key = chosen.session_key
)

select
    replace(event_type, '_', ' ') as event_type,
    count(*) as event_count,
    sum(duration_ms) / 60000 as measured_minutes
from events
group by event_type
order by event_count desc, event_type asc
