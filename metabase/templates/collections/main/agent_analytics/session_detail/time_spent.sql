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
