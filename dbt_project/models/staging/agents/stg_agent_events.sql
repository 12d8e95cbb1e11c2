with events as (
    select * from {{ ref('base_agents__events') }}
),

sessions as (
    select * from {{ ref('stg_agent_sessions') }}
)

select
    events.* replace (
        -- A time nobody can read is taken to be the session's, else that of the load.
        coalesce(
            events.event_at, sessions.started_at, {{ batch_started_at('events.batch_id') }}
        ) as event_at
    ),
    sessions.ended_at as session_ended_at,
    coalesce(
        events.source_layer = 'transcript' and events.event_at <= sessions.copied_until, false
    ) as is_copy,
    {{ surrogate_key([
        'events.agent',
        'events.source_layer',
        "case when events.source_layer = 'transcript' then events.message_id end",
        "case when events.source_layer != 'transcript' or events.message_id is null"
        ~ " then coalesce(events.request_id, events.message_uuid, events.event_id) end",
    ]) }} as usage_key,
    {{ surrogate_key(['events.agent', 'coalesce(events.tool_use_id, events.event_id)']) }}
        as tool_call_key,
    -- A fork rewrites the prompt ids of the history it copies, but not the ids of its messages.
    {{ surrogate_key([
        'events.agent', 'coalesce(events.message_uuid, events.prompt_id, events.event_id)'
    ]) }} as prompt_key,
    {{ surrogate_key(['events.agent', 'coalesce(events.message_uuid, events.event_id)']) }}
        as error_key
from events
left join sessions on events.session_key = sessions.session_key
