with errors as (
    select * from {{ ref('int_errors__counted') }}
),

tool_calls as (
    select * from {{ ref('int_tool_calls__judged') }}
),

failed_requests as (
    select
        error_key as subject_key,
        agent,
        session_id,
        session_key,
        'request' as failure_kind,
        {{ request_failure_type('error_type', 'status_code') }} as failure_type,
        model,
        error_type,
        null as tool_name,
        null as decision_source,
        is_final,
        status_code,
        attempt,
        duration_ms,
        failed_at
    from errors
),

failed_calls as (
    select
        tool_call_key as subject_key,
        agent,
        session_id,
        session_key,
        if(coalesce(is_accepted, true), 'tool', 'denied') as failure_kind,
        case
            when not is_accepted then {{ denial_type('decision_source') }}
            when {{ says('error_type', ['time.?out', 'timed.?out']) }} then 'timeout'
            else 'tool_error'
        end as failure_type,
        model,
        error_type,
        tool_name,
        decision_source,
        true as is_final,
        null as status_code,
        null as attempt,
        duration_ms,
        coalesce(finished_at, decided_at, called_at) as failed_at
    from tool_calls
    where not is_accepted or not is_success
)

select * from failed_requests
union all
select * from failed_calls
