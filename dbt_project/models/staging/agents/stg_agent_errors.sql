{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='error_key'
) }}

with events as (
    select *
    from {{ ref('stg_agent_events') }}
    where
        event_name = 'request_error' {{ and_key_touched('error_key', ref('stg_agent_events')) }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by error_key
            order by is_copy, event_at, event_id
        ) as place
    from events
)

select
    -- ids
    error_key,
    agent,
    source_layer,
    {{ credited_session() }} as session_id,
    {{ best_known('prompt_id') }} as prompt_id,
    {{ best_known('request_id') }} as request_id,
    {{ best_known('subagent_id') }} as subagent_id,
    -- categories
    {{ best_known('model') }} as model,
    {{ best_known('error_type') }} as error_type,
    {{ best_known('status_code') }} as status_code,
    -- A transcript notes each failed attempt, then the end as a made-up message.
    source_layer != 'transcript' or bool_or(coalesce(is_synthetic, false)) as is_final,
    -- measures
    {{ best_known('attempt') }} as attempt,
    {{ best_known('duration_ms') }} as duration_ms,
    min(sequence) as sequence_number,
    -- times
    min(event_at) as failed_at
from ranked
group by error_key, agent, source_layer
