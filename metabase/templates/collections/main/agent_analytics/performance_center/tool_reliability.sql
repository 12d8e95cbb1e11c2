with calls as (
    select
        coalesce(fct_tool_calls.tool_name, 'unknown') as tool_name,
        fct_tool_calls.is_accepted,
        fct_tool_calls.is_success,
        fct_tool_calls.duration_ms
    from marts.fct_tool_calls
    left join marts.dim_repositories
        on fct_tool_calls.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_tool_calls.model_key = dim_models.model_key
    left join marts.dim_team_groups
        on fct_tool_calls.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
),

totals as (
    select
        tool_name,
        count(*) as call_count,
        count(is_success) as judged_count,
        count(*) filter (where is_success) as succeeded_count,
        count(is_accepted) as decided_count,
        count(*) filter (where not is_accepted) as denied_count,
        quantile_cont(duration_ms, 0.5) / 1000 as p50_seconds,
        quantile_cont(duration_ms, 0.9) / 1000 as p90_seconds
    from calls
    group by tool_name
)

select
    tool_name,
    call_count,
    succeeded_count / nullif(judged_count, 0) as success_share,
    denied_count / nullif(decided_count, 0) as denied_share,
    p50_seconds,
    p90_seconds
from totals
order by call_count desc, tool_name asc
limit 50
