with {{snippet: chosen_session}},

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
