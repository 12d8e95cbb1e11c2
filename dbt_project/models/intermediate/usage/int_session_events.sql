with events as (
    select
        prompt_key as subject_key,
        'prompt' as event_type,
        agent,
        session_id,
        prompted_at as event_at,
        null as event_detail,
        null as duration_ms,
        null as is_success,
        sequence_number
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
        true as is_success,
        sequence_number
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
        is_success,
        sequence_number
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
        false as is_success,
        sequence_number
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
        is_success,
        null as sequence_number
    from {{ ref('int_tool_calls__judged') }}
    where commit_sha is not null
),

-- Every process numbers anew what it reports: a number that comes twice tells of two.
one_process as (
    select
        agent,
        session_id
    from events
    where session_id is not null and sequence_number is not null
    group by agent, session_id
    having count(*) = count(distinct sequence_number)
),

numbered as (
    select
        events.*,
        one_process.session_id is not null and events.sequence_number is not null as is_numbered
    from events
    left join one_process
        on events.agent = one_process.agent and events.session_id = one_process.session_id
    where events.session_id is not null
),

-- A clock may be set back meanwhile: what one process numbered stays in that order.
placed as (
    select
        * exclude (is_numbered, sequence_number),
        sequence_number as place,
        max(event_at) over (
            partition by agent, session_id
            order by sequence_number
            rows unbounded preceding
        ) as placed_at
    from numbered
    where is_numbered
    union all
    select
        * exclude (is_numbered, sequence_number),
        null as place,
        event_at as placed_at
    from numbered
    where not is_numbered
)

select
    {{ surrogate_key(['event_type', 'subject_key']) }} as session_event_key,
    * exclude (place, placed_at),
    {{ session_key() }} as session_key,
    row_number() over in_order as event_number,
    case
        when lag(event_at) over in_order > event_at then 0
        else date_diff('millisecond', lag(event_at) over in_order, event_at) / 1000.0
    end as gap_seconds
from placed
window in_order as (
    partition by agent, session_id
    order by placed_at, place, event_type, subject_key
)
