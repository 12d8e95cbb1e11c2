with points as (
    select * from {{ ref('base_agents__metric_points') }}
),

-- Counters that repeat another one's tokens under a name of their own do not belong here.
counters as (
    select *
    from points
    where
        metric_name in (
            'claude_code.token.usage', 'claude_code.cost.usage', 'gemini_cli.token.usage'
        )
)

select
    -- ids
    point_id,
    agent,
    session_id,
    installation_id,
    -- categories
    metric_name,
    client_version,
    model,
    token_type,
    query_source,
    effort,
    speed,
    subagent_name,
    metric_name = 'gemini_cli.token.usage'
    and coalesce(token_type in ('cacheRead', 'cacheCreation'), false) as is_in_input,
    team,
    cost_center,
    -- measures
    case temporality
        when 'cumulative'
            then greatest(
                -- A process that restarts says so by a new start time.
                value - coalesce(max(value) over earlier, 0),
                0
            )
        else value
    end as increase,
    -- times
    started_at,
    point_at
from counters
window earlier as (
    partition by stream_key, started_at
    order by point_at, point_id
    rows between unbounded preceding and 1 preceding
)
