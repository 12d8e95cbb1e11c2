{% set said = "provider, price_model, token_kind, speed, service_tier, inference_geo, "
    ~ "context_over_tokens, microusd_per_unit, valid_from, valid_to" %}

with prices as (
    select * from {{ ref('stg_prices') }}
),

replaced as (
    select * from {{ ref('stg_replaced_prices') }}
),

-- Where a price comes from may change while the price does not.
differing as (
    (
        select {{ said }} from prices
        except
        select {{ said }} from replaced
    )
    union all
    (
        select {{ said }} from replaced
        except
        select {{ said }} from prices
    )
)

select distinct
    {{ surrogate_key(['provider', 'price_model']) }} as repriced_model_key,
    provider,
    price_model
from differing
where exists (select 1 from replaced)
