with sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
)

select
    -- ids
    session_key,
    agent,
    session_id,
    forked_from_session_id,
    developer_key,
    repository_key,
    {{ model_key() }} as main_model_key,
    -- categories
    developer_method,
    repository_method,
    team,
    cost_center,
    client_version,
    entrypoint,
    terminal,
    git_branch,
    layers,
    outcome,
    -- measures
    duration_seconds,
    active_seconds,
    first_output_seconds,
    prompt_count,
    coalesce(request_count, 0) as request_count,
    coalesce(subagent_request_count, 0) as subagent_request_count,
    coalesce(priced_request_count, 0) as priced_request_count,
    error_count,
    coalesce(tool_call_count, 0) as tool_call_count,
    coalesce(failed_tool_call_count, 0) as failed_tool_call_count,
    coalesce(rejected_tool_call_count, 0) as rejected_tool_call_count,
    coalesce(accepted_edit_count, 0) as accepted_edit_count,
    commit_count,
    lines_added,
    lines_removed,
    input_tokens,
    cache_write_tokens,
    cache_read_tokens,
    output_tokens,
    list_cost_microusd,
    reported_cost_microusd,
    -- times
    started_at,
    ended_at,
    {{ local_date('started_at') }} as started_date
from sessions
