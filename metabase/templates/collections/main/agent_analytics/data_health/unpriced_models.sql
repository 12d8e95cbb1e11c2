select
    coalesce(model, 'unknown') as model,
    provider,
    replace(price_status, '_', ' ') as price_status,
    sum(request_count) as request_count,
    sum(total_input_tokens) as total_input_tokens,
    sum(output_tokens) as output_tokens,
    sum(reported_cost_microusd) / 1e6 as reported_cost_usd
from marts.fct_price_coverage
where
    price_status != 'priced'
    [[and {{date}}]]
    [[and {{agent}}]]
    [[and {{model}}]]
group by model, provider, price_status
order by request_count desc, model asc, provider asc, price_status asc
limit 50
