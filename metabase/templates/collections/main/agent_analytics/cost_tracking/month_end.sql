select
    spent_microusd / 1e6 as spent_usd,
    expected_microusd / 1e6 as expected_usd,
    low_80_microusd / 1e6 as low_usd,
    high_80_microusd / 1e6 as high_usd,
    replace(refusal, '_', ' ') as refusal
from marts.fct_spend_outlook
where
    scope = 'organisation'
    and cost_type = 'spend'
    and (period = 'month' or refusal is not null)
