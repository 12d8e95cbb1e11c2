with calls as (
    select
        mcp_server,
        tool_call_key,
        tool_name,
        session_key,
        is_success,
        called_at
    from marts.fct_tool_calls
    where
        (mcp_server is not null or tool_source = 'mcp')
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
),

violations as (
    select distinct subject_key
    from marts.fct_policy_violations
    where rule = 'allow_mcp_server'
)

select
    coalesce(calls.mcp_server, 'not said') as mcp_server,
    count(*) as call_count,
    count(distinct calls.tool_name) as tool_count,
    count(distinct calls.session_key) as session_count,
    count(*) filter (where calls.is_success)
    / nullif(count(calls.is_success), 0) as success_share,
    count(violations.subject_key) as not_allowed_count,
    min(calls.called_at) as first_called_at
from calls
left join violations on calls.tool_call_key = violations.subject_key
group by calls.mcp_server
order by call_count desc, mcp_server asc
limit 50
