{% set is_active = 'gap_seconds <= 60 * ' ~ var('active_gap_minutes') %}

with events as (
    select * from {{ ref('int_session_events') }}
),

tool_calls as (
    select * from {{ ref('int_tool_calls__judged') }}
),

requests as (
    select * from {{ ref('int_requests__priced') }}
),

timelines as (
    select
        session_key,
        agent,
        session_id,
        min(event_at) as started_at,
        max(event_at) as ended_at,
        coalesce({{ total_seconds('gap_seconds', is_active) }}, 0) as active_seconds,
        count(*) filter (where event_type = 'prompt') as prompt_count,
        count(*) filter (where event_type = 'error') as error_count,
        count(distinct event_detail) filter (where event_type = 'commit') as commit_count,
        max(event_at) filter (where event_type = 'error') as last_error_at,
        min(event_at) filter (where event_type = 'request') as first_request_at,
        max(event_at) filter (where event_type = 'request') as last_request_at
    from events
    group by session_key, agent, session_id
),

tool_totals as (
    select
        session_key,
        count(*) as tool_call_count,
        count(*) filter (where not is_success) as failed_tool_call_count,
        count(*) filter (where decision = 'reject') as rejected_tool_call_count,
        count(*) filter (where is_edit and is_accepted) as accepted_edit_count,
        cast(sum(lines_added) filter (where is_success) as bigint) as lines_added,
        cast(sum(lines_removed) filter (where is_success) as bigint) as lines_removed
    from tool_calls
    group by session_key
),

request_totals as (
    select
        session_key,
        count(*) as request_count,
        count(*) filter (where is_subagent) as subagent_request_count,
        count(list_cost_microusd) as priced_request_count,
        {{ total('input_tokens') }} as input_tokens,
        {{ total('cache_write_tokens') }} as cache_write_tokens,
        {{ total('cache_read_tokens') }} as cache_read_tokens,
        {{ total('output_tokens') }} as output_tokens,
        {{ total('list_cost_microusd') }} as list_cost_microusd,
        {{ total('reported_cost_microusd') }} as reported_cost_microusd
    from requests
    group by session_key
)

select
    timelines.*,
    tool_totals.tool_call_count,
    tool_totals.failed_tool_call_count,
    tool_totals.rejected_tool_call_count,
    tool_totals.accepted_edit_count,
    tool_totals.lines_added,
    tool_totals.lines_removed,
    request_totals.request_count,
    request_totals.subagent_request_count,
    request_totals.priced_request_count,
    request_totals.input_tokens,
    request_totals.cache_write_tokens,
    request_totals.cache_read_tokens,
    request_totals.output_tokens,
    request_totals.list_cost_microusd,
    request_totals.reported_cost_microusd
from timelines
left join tool_totals on timelines.session_key = tool_totals.session_key
left join request_totals on timelines.session_key = request_totals.session_key
where
    -- A start-up id and a fork that only copies were asked nothing.
    timelines.prompt_count > 0
    or request_totals.request_count > 0
    or tool_totals.tool_call_count > 0
