with events as (
    select * from {{ ref('int_session_events') }}
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
)

select
    -- ids
    events.session_event_key,
    events.agent,
    events.session_id,
    events.session_key,
    sessions.developer_key,
    sessions.repository_key,
    events.subject_key,
    -- categories
    events.event_type,
    events.event_detail,
    events.is_success,
    -- measures
    events.event_number,
    events.gap_seconds,
    events.duration_ms,
    -- times
    events.event_at
from events
inner join sessions on events.session_key = sessions.session_key
