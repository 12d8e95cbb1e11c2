with tool_calls as (
    select * from {{ ref('int_tool_calls__judged') }}
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
)

select
    -- ids
    tool_calls.tool_call_key,
    tool_calls.agent,
    tool_calls.tool_use_id,
    tool_calls.session_id,
    case when tool_calls.session_id is not null then tool_calls.session_key end as session_key,
    sessions.developer_key,
    sessions.repository_key,
    tool_calls.prompt_id,
    tool_calls.request_id,
    tool_calls.subagent_id,
    {{ model_key('tool_calls.') }} as model_key,
    tool_calls.commit_sha,
    -- categories
    sessions.team,
    tool_calls.tool_name,
    tool_calls.tool_source,
    case
        when starts_with(tool_calls.tool_name, 'mcp__')
            then split_part(tool_calls.tool_name, '__', 2)
    end as mcp_server,
    tool_calls.decision,
    tool_calls.decision_source,
    tool_calls.permission_mode,
    tool_calls.error_type,
    tool_calls.file_extension,
    tool_calls.language,
    tool_calls.command_program,
    tool_calls.layers,
    tool_calls.is_edit,
    tool_calls.is_accepted,
    tool_calls.is_success,
    tool_calls.subagent_id is not null as is_subagent,
    -- measures
    tool_calls.duration_ms,
    tool_calls.input_bytes,
    tool_calls.result_bytes,
    tool_calls.lines_added,
    tool_calls.lines_removed,
    -- times
    tool_calls.called_at,
    {{ local_date('tool_calls.called_at') }} as called_date
from tool_calls
left join sessions on tool_calls.session_key = sessions.session_key
