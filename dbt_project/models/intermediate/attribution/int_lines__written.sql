with tool_calls as (
    select * from {{ ref('int_tool_calls__judged') }}
    where
        written_line_keys is not null
        and coalesce(is_success, true)
        and coalesce(is_accepted, true)
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
)

select
    tool_calls.tool_call_key,
    sessions.session_key,
    sessions.repository_key,
    case
        when coalesce(sessions.developer_method, 'unresolved') != 'unresolved'
            then sessions.developer_key
    end as developer_key,
    tool_calls.model,
    tool_calls.called_at as written_at,
    unnest(list_distinct({{ line_keys('tool_calls.written_line_keys') }})) as line_key
from tool_calls
inner join sessions
    on tool_calls.agent = sessions.agent and tool_calls.session_id = sessions.session_id
