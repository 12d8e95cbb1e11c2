with events as (
    select
        prompt_key as subject_key,
        'prompt' as event_type,
        agent,
        session_id,
        prompted_at as event_at,
        null as event_detail,
        null as duration_ms,
        null as is_success
    from {{ ref('int_prompts__counted') }}
    union all
    select
        request_key as subject_key,
        'request' as event_type,
        agent,
        session_id,
        requested_at as event_at,
        model as event_detail,
        duration_ms,
        true as is_success
    from {{ ref('int_requests__priced') }}
    union all
    select
        tool_call_key as subject_key,
        'tool_call' as event_type,
        agent,
        session_id,
        called_at as event_at,
        tool_name as event_detail,
        duration_ms,
        is_success
    from {{ ref('int_tool_calls__judged') }}
    union all
    select
        error_key as subject_key,
        'error' as event_type,
        agent,
        session_id,
        failed_at as event_at,
        coalesce(error_type, cast(status_code as varchar)) as event_detail,
        duration_ms,
        false as is_success
    from {{ ref('int_errors__counted') }}
    union all
    select
        tool_call_key as subject_key,
        'commit' as event_type,
        agent,
        session_id,
        coalesce(finished_at, called_at) as event_at,
        commit_sha as event_detail,
        null as duration_ms,
        is_success
    from {{ ref('int_tool_calls__judged') }}
    where commit_sha is not null
)

select
    {{ surrogate_key(['event_type', 'subject_key']) }} as session_event_key,
    *,
    {{ session_key() }} as session_key,
    row_number() over (
        partition by agent, session_id
        order by event_at, event_type, subject_key
    ) as event_number,
    date_diff(
        'millisecond',
        lag(event_at) over (
            partition by agent, session_id
            order by event_at, event_type, subject_key
        ),
        event_at
    ) / 1000.0 as gap_seconds
from events
where session_id is not null
