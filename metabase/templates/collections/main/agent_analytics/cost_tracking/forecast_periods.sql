select
    cost_type,
    case period
        when 'next_1_days' then 'next day'
        when 'month' then 'this month'
        else replace(period, '_', ' ')
    end as forecast_period,
    period_last_date,
    expected_microusd / 1e6 as expected_usd,
    low_80_microusd / 1e6 as low_80_usd,
    high_80_microusd / 1e6 as high_80_usd,
    low_95_microusd / 1e6 as low_95_usd,
    high_95_microusd / 1e6 as high_95_usd,
    held_80_count / nullif(scored_forecast_count, 0) as held_share,
    replace(refusal, '_', ' ') as refusal
from marts.fct_spend_outlook
where scope = 'organisation'
order by cost_type <> 'spend', cost_type, period_last_date, forecast_period
