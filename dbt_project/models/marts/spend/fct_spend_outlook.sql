with outlooks as (
    select * from {{ ref('int_spend_outlooks') }}
),

scores as (
    select
        series_key,
        period,
        count(*) as scored_forecast_count,
        count(*) filter (where is_in_80_band) as held_80_count,
        count(*) filter (where is_in_95_band) as held_95_count
    from {{ ref('fct_forecast_scores') }}
    group by series_key, period
)

select
    {{ surrogate_key(['outlooks.series_key', 'outlooks.period']) }} as spend_outlook_key,
    outlooks.series_key,
    outlooks.scope,
    outlooks.member,
    outlooks.cost_type,
    outlooks.period,
    outlooks.method,
    outlooks.refusal,
    outlooks.spent_microusd,
    outlooks.expected_microusd,
    outlooks.low_80_microusd,
    outlooks.high_80_microusd,
    outlooks.low_95_microusd,
    outlooks.high_95_microusd,
    outlooks.day_count,
    outlooks.origin_count,
    coalesce(scores.scored_forecast_count, 0) as scored_forecast_count,
    coalesce(scores.held_80_count, 0) as held_80_count,
    coalesce(scores.held_95_count, 0) as held_95_count,
    outlooks.origin_date,
    outlooks.period_start_date,
    outlooks.period_last_date
from outlooks
left join scores
    on outlooks.series_key = scores.series_key and outlooks.period = scores.period
