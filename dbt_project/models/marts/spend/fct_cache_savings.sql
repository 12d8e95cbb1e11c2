with charges as (
    select
        *,
        token_kind in ('cache_read', 'cache_write_5m', 'cache_write_1h', 'old_cache_write')
            as is_cached
    from {{ ref('int_request_charges__priced') }}
),

totals as (
    select
        request_key,
        sum(units) filter (where is_cached) as cached_tokens,
        sum(list_cost_microusd) filter (where is_cached) as cached_cost_microusd,
        sum(units) filter (where token_kind = 'input') as input_tokens,
        sum(list_cost_microusd) filter (where token_kind = 'input') as input_cost_microusd
    from charges
    group by request_key
),

requests as (
    select * from {{ ref('fct_agent_requests') }}
    where cache_read_tokens + cache_write_tokens > 0
),

priced as (
    select
        requests.*,
        totals.cached_cost_microusd,
        cast(totals.cached_tokens as double)
        * totals.input_cost_microusd / totals.input_tokens as uncached_cost_microusd,
        requests.list_cost_microusd is not null and totals.input_tokens is not null as is_compared
    from requests
    left join totals on requests.request_key = totals.request_key
)

select
    -- ids
    {{ surrogate_key(['request_date', 'agent', 'team', 'model_key', 'repository_key']) }}
        as cache_saving_key,
    request_date as usage_date,
    agent,
    team,
    model,
    model_key,
    repository_key,
    -- measures
    count(*) as request_count,
    count(*) filter (where is_compared) as compared_request_count,
    cast(round(sum(cached_cost_microusd) filter (where is_compared)) as bigint)
        as cached_cost_microusd,
    cast(round(sum(uncached_cost_microusd) filter (where is_compared)) as bigint)
        as uncached_cost_microusd
from priced
group by request_date, agent, team, model, model_key, repository_key
