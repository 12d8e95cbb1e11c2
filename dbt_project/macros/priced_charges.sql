{#-
  Each kind of tokens a request used with its price at the request's moment. `charges` and `prices` are relations;
  a region's own price goes before that of any region, the highest context band reached before lower ones.
-#}
{% macro priced_charges(charges, prices) %}
with charges as (
    select * from {{ charges }}
),

models as (
    select * from {{ ref('int_models__price_matched') }}
),

prices as (
    select * from {{ prices }}
),

candidates as (
    select
        charges.charge_key,
        prices.price_id,
        prices.microusd_per_unit,
        row_number() over (
            partition by charges.charge_key
            order by
                prices.inference_geo = charges.inference_geo desc,
                prices.context_over_tokens desc,
                prices.price_id asc
        ) as place
    from charges
    inner join models
        on
            charges.provider is not distinct from models.provider
            and charges.model = models.model
    inner join prices
        on
            models.billing_provider = prices.provider
            and models.price_model = prices.price_model
            and charges.price_kind = prices.token_kind
            and charges.speed = prices.speed
            and charges.service_tier = prices.service_tier
            and prices.inference_geo in (charges.inference_geo, 'any')
            and charges.requested_at >= prices.valid_from
            and charges.requested_at < prices.valid_to
            and (
                prices.context_over_tokens = 0
                or charges.total_input_tokens > prices.context_over_tokens
            )
)

select
    {{ surrogate_key(['charges.request_key', 'charges.token_kind']) }} as request_charge_key,
    charges.request_key,
    charges.token_kind,
    any_value(charges.units) as units,
    min(candidates.price_id) as price_id,
    case
        -- Where two prices may apply they are good only if they are the same.
        when
            count(candidates.price_id) = count(*)
            and min(candidates.microusd_per_unit) = max(candidates.microusd_per_unit)
            -- Wide enough for any count at any price, so that nothing is rounded here.
            then
                cast(any_value(charges.units) as decimal(18, 0))
                * any_value(candidates.microusd_per_unit)
    end as list_cost_microusd
from charges
left join candidates
    on
        charges.charge_key = candidates.charge_key
        and candidates.place = 1
group by charges.request_key, charges.token_kind
{%- endmacro %}
