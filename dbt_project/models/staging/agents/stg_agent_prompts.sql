{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='prompt_key'
) }}

with events as (
    select *
    from {{ ref('stg_agent_events') }}
    where event_name = 'prompt' {{ and_key_touched('prompt_key', ref('stg_agent_events')) }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by prompt_key
            order by is_copy, source_layer, event_at, event_id
        ) as place
    from events
)

select
    -- ids
    prompt_key,
    agent,
    {{ best_known('prompt_id') }} as prompt_id,
    {{ best_known('message_uuid') }} as message_uuid,
    {{ credited_session() }} as session_id,
    -- categories
    {{ best_known('client_version') }} as client_version,
    {{ best_known('git_branch') }} as git_branch,
    {{ comma_set('source_layer') }} as layers,
    {{ best_known('is_human') }} as is_human,
    -- measures
    {{ best_known('prompt_length') }} as prompt_length,
    count(*) as copy_count,
    min(sequence) as sequence_number,
    -- times
    min(event_at) as prompted_at
from ranked
group by prompt_key, agent
