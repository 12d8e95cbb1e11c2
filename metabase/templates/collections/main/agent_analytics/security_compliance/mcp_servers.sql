with calls as (
    select
        fct_tool_calls.mcp_server,
        fct_tool_calls.tool_call_key,
        fct_tool_calls.tool_name,
        fct_tool_calls.session_key,
        fct_tool_calls.is_success,
        fct_tool_calls.called_at
    from marts.fct_tool_calls
    left join marts.dim_repositories
        on fct_tool_calls.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_tool_calls.model_key = dim_models.model_key
    left join marts.dim_team_groups
        on fct_tool_calls.team is not distinct from dim_team_groups.team
    where
        (fct_tool_calls.mcp_server is not null or fct_tool_calls.tool_source = 'mcp')
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
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
