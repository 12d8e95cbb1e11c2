with prices as (
    select * from {{ source('prices', 'prices') }}
),

batches as (
    select
        batch_id,
        row_number() over (order by batch_id desc) as place
    from prices
    group by batch_id
)

select
    -- ids
    prices.price_id,
    prices.provider,
    prices.price_model,
    -- categories
    prices.token_kind,
    prices.speed,
    prices.service_tier,
    prices.inference_geo,
    prices.context_over_tokens,
    -- measures
    prices.microusd_per_unit,
    -- times
    coalesce(prices.valid_from, '-infinity') as valid_from,
    coalesce(prices.valid_to, 'infinity') as valid_to,
    {{ batch_started_at('prices.batch_id') }} as loaded_at
from prices
inner join batches on prices.batch_id = batches.batch_id
where batches.place = 2
