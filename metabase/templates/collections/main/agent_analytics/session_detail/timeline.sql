with {{snippet: chosen_session}}

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
