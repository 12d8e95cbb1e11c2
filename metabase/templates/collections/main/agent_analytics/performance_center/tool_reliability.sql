with calls as (
    select
        coalesce(tool_name, 'unknown') as tool_name,
        is_accepted,
        is_success,
        duration_ms
    from marts.fct_tool_calls
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
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
