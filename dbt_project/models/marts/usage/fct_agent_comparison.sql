with requests as (
    select
        agent,
        provider,
        model,
        request_date as usage_date,
        count(*) as request_count,
        {{ total('duration_ms') }} as duration_ms,
        count(duration_ms) as timed_request_count,
        {{ total('ttft_ms') }} as ttft_ms,
        count(ttft_ms) as ttft_request_count,
        {{ total('total_input_tokens') }} as total_input_tokens,
        {{ total('cache_read_tokens') }} as cache_read_tokens,
        {{ total('output_tokens') }} as output_tokens,
        {{ total('list_cost_microusd') }} as list_cost_microusd,
        count(list_cost_microusd) as priced_request_count
    from {{ ref('fct_agent_requests') }}
    group by agent, provider, model, request_date
),

tool_calls as (
    select
        tool_calls.agent,
        models.provider,
        models.model,
        tool_calls.called_date as usage_date,
        count(*) as tool_call_count,
        count(tool_calls.is_success) as judged_tool_call_count,
        count(*) filter (where tool_calls.is_success) as succeeded_tool_call_count,
        count(*) filter (where tool_calls.is_edit and tool_calls.is_accepted is not null)
            as decided_edit_count,
        count(*) filter (where tool_calls.is_edit and tool_calls.is_accepted)
            as accepted_edit_count,
        {{ total('tool_calls.lines_added') }} as lines_added,
        {{ total('tool_calls.lines_removed') }} as lines_removed
    from {{ ref('fct_tool_calls') }} as tool_calls
    left join {{ ref('dim_models') }} as models on tool_calls.model_key = models.model_key
    group by tool_calls.agent, models.provider, models.model, tool_calls.called_date
),

sessions as (
    select
        sessions.agent,
        models.provider,
        models.model,
        sessions.started_date as usage_date,
        count(*) as session_count,
        count(*) filter (where sessions.outcome = 'completed') as completed_session_count,
        count(*) filter (where sessions.outcome = 'failed') as failed_session_count,
        sum(sessions.error_count) as error_count,
        {{ total_seconds('sessions.active_seconds') }} as active_seconds
    from {{ ref('fct_agent_sessions') }} as sessions
    left join {{ ref('dim_models') }} as models on sessions.main_model_key = models.model_key
    group by sessions.agent, models.provider, models.model, sessions.started_date
),

observed as (
    select * from requests
    union all by name
    select * from tool_calls
    union all by name
    select * from sessions
),

series as (
    select
        'observed' as series,
        agent,
        provider,
        model,
        {{ model_key() }} as model_key,
        usage_date,
        {% for column in [
            'request_count', 'timed_request_count', 'ttft_request_count', 'priced_request_count',
            'tool_call_count', 'judged_tool_call_count', 'succeeded_tool_call_count',
            'decided_edit_count', 'accepted_edit_count', 'session_count',
            'completed_session_count', 'failed_session_count', 'error_count',
        ] %}
            coalesce({{ total(column) }}, 0) as {{ column }},
        {% endfor %}
        {% for column in [
            'duration_ms', 'ttft_ms', 'total_input_tokens', 'cache_read_tokens', 'output_tokens',
            'list_cost_microusd', 'lines_added', 'lines_removed',
        ] %}
            {{ total(column) }} as {{ column }},
        {% endfor %}
        {{ total_seconds('active_seconds') }} as active_seconds
    from observed
    group by agent, provider, model, usage_date
    -- What a vendor does not report is unknown, and nothing is counted as an agent's log would be.
    union all by name
    select
        'vendor_reported' as series,
        'copilot' as agent,
        'github' as provider,
        usage_date,
        count(*) filter (where is_active) as vendor_active_user_count,
        {{ total('interaction_count') }} as vendor_interaction_count,
        {{ total('generation_count') }} as vendor_generation_count,
        {{ total('acceptance_count') }} as vendor_acceptance_count,
        {{ total('lines_added') }} as lines_added,
        {{ total('lines_deleted') }} as lines_removed
    from {{ ref('fct_copilot_usage_daily') }}
    group by usage_date
)

select
    {{ surrogate_key(['series', 'agent', 'provider', 'model', 'usage_date']) }}
        as comparison_key,
    *
from series
