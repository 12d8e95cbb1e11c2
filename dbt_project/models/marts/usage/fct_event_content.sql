with events as (
    select *
    from {{ ref('stg_agent_events') }}
    where not is_copy
),

told as (
    {% for kind, column, subject in (
        ('prompt', 'prompt_text', 'prompt_key'),
        ('tool_parameters', 'tool_parameters', 'tool_call_key'),
        ('error', 'error_text', 'error_key'),
        ('response', 'response_text', 'usage_key'),
    ) %}
        select
            *,
            '{{ kind }}' as content_kind,
            {{ column }} as content_text,
            {{ subject }} as subject_key
        from events
        where {{ column }} is not null
        {{ "union all" if not loop.last }}
    {% endfor %}
)

select
    -- ids
    {{ surrogate_key(['event_id', 'content_kind']) }} as content_key,
    event_id,
    agent,
    session_id,
    session_key,
    subject_key,
    prompt_id,
    request_id,
    tool_use_id,
    -- categories
    source_layer,
    event_name,
    content_kind,
    tool_name,
    content_text,
    -- measures
    length(content_text) as character_count,
    -- times
    event_at
from told
-- Two layers that tell the same text of the same thing tell it once.
qualify
    row_number() over (
        partition by
            agent, session_key, content_kind, content_text,
            coalesce(tool_use_id, prompt_id, request_id, event_id)
        order by source_layer != 'transcript', source_layer, event_id
    ) = 1
