with requests as (
    select * from {{ ref('int_agent_requests_enriched') }}
    where model is not null
)

select
    model_key,
    provider,
    model,
    max(price_model) as price_model,
    count(price_model) > 0 as has_price,
    min(requested_at) as first_requested_at,
    max(requested_at) as last_requested_at
from requests
group by model_key, provider, model
