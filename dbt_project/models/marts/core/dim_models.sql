with requests as (
    select * from {{ ref('int_agent_requests_enriched') }}
),

models as (
    select * from {{ ref('int_models__price_matched') }}
),

seen as (
    select
        provider,
        model,
        min(requested_at) as first_requested_at,
        max(requested_at) as last_requested_at
    from requests
    group by provider, model
)

select
    models.model_key,
    models.provider,
    models.model,
    models.price_model,
    models.price_model is not null as has_price,
    seen.first_requested_at,
    seen.last_requested_at
from models
left join seen
    on
        models.provider is not distinct from seen.provider
        and models.model = seen.model
