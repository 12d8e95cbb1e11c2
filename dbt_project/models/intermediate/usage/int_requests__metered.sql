with increments as (
    select * from {{ ref('int_metric_increments') }}
),

reported as (
    select * from {{ ref('int_requests__reported') }}
),

sessions as (
    select * from {{ ref('stg_agent_sessions') }}
),

unreported as (
    select increments.*
    from increments
    where
        -- The same tokens are in every layer: counters speak only where nothing else does.
        not exists (
            select 1 from reported
            where
                reported.agent = increments.agent
                and reported.model = increments.model
                and reported.session_id = increments.session_id
        )
        and not (
            increments.session_id is null
            and exists (
                select 1 from reported
                where
                    reported.agent = increments.agent
                    and reported.model = increments.model
                    and reported.installation_id = increments.installation_id
            )
        )
),

-- Transcripts do not know their installation: a counter without a session gives way to any
-- request it may cover.
uncovered as (
    select unreported.*
    from unreported
    where
        unreported.session_id is not null
        or not exists (
            select 1 from reported
            inner join sessions
                on
                    reported.agent = sessions.agent
                    and reported.session_id = sessions.session_id
            where
                reported.agent = unreported.agent
                and reported.model = unreported.model
                and sessions.installation_id is null
                -- Counted when answered to the end, written when the answer begins.
                and reported.requested_at > unreported.started_at - interval 10 minutes
                and reported.requested_at <= unreported.point_at
        )
),

moments as (
    select
        {{ surrogate_key([
            'agent', 'session_id', 'installation_id', 'model', 'query_source', 'speed', 'effort',
            'subagent_name', 'counted_at',
        ]) }} as request_key,
        *,
        metric_name = 'claude_code.cost.usage' as is_cost
    from uncovered
),

metered as (
    select
        -- ids
        request_key,
        agent,
        session_id,
        max(installation_id) as installation_id,
        -- categories
        'otlp_metric' as source_layer,
        'otlp_metric' as layers,
        max(client_version) as client_version,
        model,
        query_source,
        effort,
        speed,
        max(team) as team,
        max(cost_center) as cost_center,
        coalesce(query_source = 'subagent', false) as is_subagent,
        true as is_estimated,
        -- measures
        {% for kind in ['input', 'cache_write', 'cache_read', 'output'] %}
            {{ counted_tokens(kind) }} as {{ kind }}_tokens,
        {% endfor %}
        -- Beyond a million dollars it counts something else, and no sum would hold many of those.
        -- Decimals add up to the same in whichever order points came.
        case
            when sum(increase) filter (where is_cost) <= 1000000
                then cast(
                    round(sum(cast(increase as decimal(30, 12))) filter (where is_cost) * 1000000)
                    as bigint
                )
        end as reported_cost_microusd,
        -- times
        counted_at as requested_at
    from moments
    group by request_key, agent, session_id, model, query_source, effort, speed, counted_at
    having sum(increase) filter (where not is_cost) > 0
)

select
    * replace (
        -- What was read from the cache may have been counted when the input was not.
        case when input_tokens >= 0 then input_tokens end as input_tokens
    )
from metered
