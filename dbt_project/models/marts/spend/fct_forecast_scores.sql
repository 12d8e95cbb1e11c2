with outcomes as (
    select
        kept.kept_key,
        {{ total('series.cost_microusd') }} as outcome_microusd
    from {{ ref('int_spend_outlooks__kept') }} as kept
    inner join {{ ref('int_spend_series') }} as series
        on
            kept.series_key = series.series_key
            and kept.period_last_date <= series.origin_date
            and series.series_date between kept.period_start_date and kept.period_last_date
    group by kept.kept_key
)

select
    kept.kept_key as forecast_score_key,
    kept.series_key,
    kept.scope,
    kept.member,
    kept.cost_type,
    kept.period,
    kept.method,
    outcomes.outcome_microusd between kept.low_80_microusd and kept.high_80_microusd
        as is_in_80_band,
    outcomes.outcome_microusd between kept.low_95_microusd and kept.high_95_microusd
        as is_in_95_band,
    kept.expected_microusd,
    outcomes.outcome_microusd,
    outcomes.outcome_microusd - kept.expected_microusd as miss_microusd,
    kept.made_at,
    kept.origin_date,
    kept.period_start_date,
    kept.period_last_date
from {{ ref('int_spend_outlooks__kept') }} as kept
inner join outcomes on kept.kept_key = outcomes.kept_key
