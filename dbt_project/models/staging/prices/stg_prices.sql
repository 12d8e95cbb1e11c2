with prices as (
    select * from {{ source('prices', 'prices') }}
)

select
    -- ids
    price_id,
    provider,
    price_model,
    model_pattern,
    pattern_rank,
    -- categories
    token_kind,
    speed,
    service_tier,
    inference_geo,
    context_over_tokens,
    -- measures
    microusd_per_unit,
    -- origin
    origin,
    verified_on,
    -- times
    coalesce(valid_from, '-infinity') as valid_from,
    coalesce(valid_to, 'infinity') as valid_to
from prices
-- The book is landed whole: what an older batch holds and the newest does not is withdrawn.
where batch_id = (select max(newest.batch_id) from prices as newest)
