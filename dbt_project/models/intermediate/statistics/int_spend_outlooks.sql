with forecasts as (
    select * from {{ ref('int_spend_forecasts') }}
),

outlooks as (
    select
        *,
        'next_' || horizon_days || '_days' as period,
        cast(origin_date + interval 1 day as date) as period_start_date
    from forecasts
    where horizon_days in (1, 7, 30) or refusal is not null
    union all by name
    -- On the last day of a month there is nothing left of it to forecast: the next one is.
    select
        *,
        'month' as period,
        cast(date_trunc('month', origin_date + interval 1 day) as date) as period_start_date
    from forecasts
    where forecast_date = last_day(cast(origin_date + interval 1 day as date))
),

spent as (
    select
        outlooks.series_key,
        outlooks.period,
        {{ total('series.cost_microusd') }} as spent_microusd
    from outlooks
    inner join {{ ref('int_spend_series') }} as series
        on
            outlooks.series_key = series.series_key
            and outlooks.period_start_date <= series.series_date
            and outlooks.origin_date >= series.series_date
    group by outlooks.series_key, outlooks.period
)

select
    outlooks.series_key,
    outlooks.scope,
    outlooks.member,
    outlooks.cost_type,
    case when outlooks.refusal is null then outlooks.period end as period,
    outlooks.method,
    outlooks.refusal,
    coalesce(spent.spent_microusd, 0) as spent_microusd,
    coalesce(spent.spent_microusd, 0) + outlooks.total_expected_microusd as expected_microusd,
    coalesce(spent.spent_microusd, 0) + outlooks.total_low_80_microusd as low_80_microusd,
    coalesce(spent.spent_microusd, 0) + outlooks.total_high_80_microusd as high_80_microusd,
    coalesce(spent.spent_microusd, 0) + outlooks.total_low_95_microusd as low_95_microusd,
    coalesce(spent.spent_microusd, 0) + outlooks.total_high_95_microusd as high_95_microusd,
    outlooks.day_count,
    outlooks.origin_count,
    outlooks.origin_date,
    outlooks.period_start_date,
    outlooks.forecast_date as period_last_date
from outlooks
left join spent
    on outlooks.series_key = spent.series_key and outlooks.period = spent.period
