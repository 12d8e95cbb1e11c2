with increments as (
    select * from {{ ref('int_metric_increments') }}
    where metric_name != 'claude_code.cost.usage'
),

counted as (
    select
        agent,
        session_id,
        model,
        max(installation_id) as installation_id,
        max(client_version) as client_version,
        max(team) as team,
        max(cost_center) as cost_center,
        {% for kind in ['input', 'cache_write', 'cache_read', 'output'] %}
            {{ counted_tokens(kind) }} as {{ kind }}_tokens,
        {% endfor %}
        max(counted_at) as requested_at
    from increments
    where session_id is not null and model is not null
    group by agent, session_id, model
),

told as (
    select
        agent,
        session_id,
        model,
        {{ total('input_tokens') }} as input_tokens,
        {{ total('cache_write_tokens') }} as cache_write_tokens,
        {{ total('cache_read_tokens') }} as cache_read_tokens,
        {{ total('output_tokens') }} as output_tokens
    from {{ ref('int_requests__reported') }}
    group by agent, session_id, model
    -- What a request does not know of itself cannot be told from what was lost.
    having
        count(*) = count(input_tokens)
        and count(*) = count(cache_read_tokens)
        and count(*) = count(output_tokens)
),

compared as (
    select
        counted.* exclude (input_tokens, cache_write_tokens, cache_read_tokens, output_tokens),
        counted.input_tokens - told.input_tokens as input_tokens,
        counted.cache_write_tokens - coalesce(told.cache_write_tokens, 0) as cache_write_tokens,
        counted.cache_read_tokens - told.cache_read_tokens as cache_read_tokens,
        counted.output_tokens - told.output_tokens as output_tokens
    from counted
    inner join told
        on
            counted.agent = told.agent
            and counted.session_id = told.session_id
            and counted.model = told.model
)

select
    -- ids
    {{ surrogate_key(["'uncaptured'", 'agent', 'session_id', 'model']) }} as request_key,
    agent,
    session_id,
    installation_id,
    -- categories
    'otlp_metric' as source_layer,
    'otlp_metric' as layers,
    client_version,
    model,
    team,
    cost_center,
    false as is_subagent,
    true as is_estimated,
    -- measures
    input_tokens,
    cache_write_tokens,
    cache_read_tokens,
    output_tokens,
    -- times
    requested_at
from compared
-- Counters that tell less of anything lost something themselves: they prove no gap.
where
    least(input_tokens, cache_write_tokens, cache_read_tokens, output_tokens) >= 0
    and greatest(input_tokens, cache_write_tokens, cache_read_tokens, output_tokens) > 0
