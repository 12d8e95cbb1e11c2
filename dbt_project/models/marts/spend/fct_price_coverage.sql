with requests as (
    select * from {{ ref('fct_agent_requests') }}
)

select
    {{ surrogate_key(['request_date', 'agent', 'provider', 'model', 'price_status']) }}
        as price_coverage_key,
    request_date as usage_date,
    agent,
    provider,
    model,
    model_key,
    price_status,
    count(*) as request_count,
    count(list_cost_microusd) as priced_request_count,
    {{ total('total_input_tokens') }} as total_input_tokens,
    {{ total('output_tokens') }} as output_tokens,
    {{ total('list_cost_microusd') }} as list_cost_microusd,
    {{ total('reported_cost_microusd') }} as reported_cost_microusd
from requests
group by request_date, agent, provider, model, model_key, price_status
