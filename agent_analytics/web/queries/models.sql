-- Use and cost of the period by model, dearest first.
with coverage as (
    select
        provider,
        model,
        list(distinct price_status order by price_status) filter (
            where price_status != 'priced'
        ) as price_gaps
    from marts.fct_price_coverage
    where usage_date between $first_day and $last_day
    group by provider, model
),

usage as (
    select
        provider,
        model,
        sum(request_count) as request_count,
        sum(priced_request_count) as priced_request_count,
        sum(total_input_tokens) as total_input_tokens,
        sum(cache_read_tokens) as cache_read_tokens,
        sum(output_tokens) as output_tokens,
        sum(list_cost_microusd) as list_cost_microusd
    from marts.fct_daily_agent_usage
    where usage_date between $first_day and $last_day
    group by provider, model
)

select
    usage.*,
    coverage.price_gaps
from usage
left join coverage
    on
        usage.provider is not distinct from coverage.provider
        and usage.model is not distinct from coverage.model
order by usage.list_cost_microusd desc nulls last, usage.request_count desc, usage.model asc
