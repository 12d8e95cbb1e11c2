select
    spent_microusd / 1e6 as spent_usd,
    origin_date,
    expected_microusd / 1e6 as expected_usd,
    low_80_microusd / 1e6 as low_usd,
    high_80_microusd / 1e6 as high_usd,
    case
        when refusal is not null then 'not told: ' || replace(refusal, '_', ' ')
        else 'four of five outcomes lie between low and high'
    end as reading
from marts.fct_spend_outlook
where
    scope = 'organisation'
    and cost_type = 'spend'
    and (period = 'month' or refusal is not null)
