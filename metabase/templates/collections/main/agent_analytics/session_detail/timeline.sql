with chosen as (
    select session_key
    from marts.fct_agent_sessions
    where
        true
        [[and {{date}}]]
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
        [[and {{session}}]]
    order by started_at desc, session_key asc
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
