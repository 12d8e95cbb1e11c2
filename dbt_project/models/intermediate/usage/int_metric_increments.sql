with points as (
    select * from {{ ref('base_agents__metric_points') }}
),

-- Counters that repeat another one's tokens under a name of their own do not belong here.
counters as (
    select *
    from points
    where
        metric_name in (
            'claude_code.token.usage',
            'claude_code.cost.usage',
            'codex.turn.token_usage',
            'gemini_cli.token.usage'
        )
        -- One counter per kind of tokens; without a model nothing tells what it repeats.
        or (starts_with(metric_name, 'gen_ai.client.inference.usage.') and model is not null)
),

spaced as (
    select
        *,
        coalesce(
            date_diff('millisecond', lag(point_at) over nearby, point_at) > 500, true
        ) as begins_export
    from counters
    window nearby as (
        partition by agent, session_id, installation_id, model
        order by point_at, point_id
    )
),

exports as (
    select
        *,
        -- Counters that are read one after the other in one export differ by microseconds.
        max(case when begins_export then point_at end) over (
            partition by agent, session_id, installation_id, model
            order by point_at, point_id
            rows between unbounded preceding and current row
        ) as export_at
    from spaced
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
    not starts_with(metric_name, 'claude_code.')
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
        -- Counters only go up.
        else case when value >= 0 then value end
    end as increase,
    -- times
    started_at,
    point_at,
    case when starts_with(metric_name, 'gen_ai.') then export_at else point_at end as counted_at
from exports
window earlier as (
    partition by stream_key, started_at
    order by point_at, point_id
    rows between unbounded preceding and 1 preceding
)
