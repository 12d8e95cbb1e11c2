-- Rule: where a session and model have requests from counters beside others, all of them together
-- are what the counters tell.
-- Why: counters, events, spans and transcripts repeat the same tokens; adding two doubles all.
-- Not a violation: one session with two models, each known by another layer.
with requests as (
    -- Here the model has the client's name, which counters use as well.
    select * from {{ ref('int_requests__reported') }}
    union all by name
    select * from {{ ref('int_requests__metered') }}
    union all by name
    select * from {{ ref('int_requests__uncaptured') }}
),

told as (
    select
        agent,
        session_id,
        model,
        {{ total('input_tokens') }} as input_tokens,
        {{ total('cache_read_tokens') }} as cache_read_tokens,
        {{ total('output_tokens') }} as output_tokens
    from requests
    where session_id is not null
    group by agent, session_id, model
    having
        bool_or(source_layer = 'otlp_metric')
        and bool_or(source_layer != 'otlp_metric')
),

counted as (
    select
        agent,
        session_id,
        model,
        {{ counted_tokens('input') }} as input_tokens,
        {{ counted_tokens('cache_read') }} as cache_read_tokens,
        {{ counted_tokens('output') }} as output_tokens
    from {{ ref('int_metric_increments') }}
    group by agent, session_id, model
)

select
    told.agent,
    told.session_id,
    told.model
from told
left join counted
    on
        told.agent = counted.agent
        and told.session_id = counted.session_id
        and told.model = counted.model
where
    told.input_tokens is distinct from counted.input_tokens
    or told.cache_read_tokens is distinct from counted.cache_read_tokens
    or told.output_tokens is distinct from counted.output_tokens
