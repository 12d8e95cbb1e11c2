with forecasts as (
    select * from {{ ref('int_spend_forecasts') }}
)

select
    -- ids
    {{ surrogate_key(['series_key', 'forecast_date']) }} as spend_forecast_key,
    series_key,
    scope,
    member,
    cost_type,
    -- categories
    method,
    refusal,
    -- measures
    cast(horizon_days as bigint) as horizon_days,
    expected_microusd,
    low_80_microusd,
    high_80_microusd,
    low_95_microusd,
    high_95_microusd,
    total_expected_microusd,
    total_low_80_microusd,
    total_high_80_microusd,
    total_low_95_microusd,
    total_high_95_microusd,
    day_count,
    origin_count,
    relative_miss,
    -- times
    origin_date,
    forecast_date
from forecasts
