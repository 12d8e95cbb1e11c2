with tool_calls as (
    select
        tool_call_key,
        list_last(string_split(file_path_keys, '/')) as file_key
    from {{ ref('stg_agent_tool_calls') }}
    where file_path_keys is not null
),

calls as (
    select * from {{ ref('fct_tool_calls') }}
)

select
    -- ids
    calls.tool_call_key,
    calls.agent,
    calls.session_id,
    calls.session_key,
    calls.developer_key,
    calls.repository_key,
    tool_calls.file_key,
    -- categories
    calls.team,
    calls.tool_name,
    if(calls.is_edit, 'write', 'read') as access_kind,
    calls.file_extension,
    calls.is_accepted,
    calls.is_success,
    -- measures
    calls.lines_added,
    calls.lines_removed,
    -- times
    calls.called_at as accessed_at,
    calls.called_date as accessed_date
from calls
inner join tool_calls on calls.tool_call_key = tool_calls.tool_call_key
