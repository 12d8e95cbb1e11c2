select
    budget_name,
    cost_type,
    budget_microusd / 1e6 as budget_usd,
    spent_microusd / 1e6 as spent_usd,
    origin_date,
    expected_microusd / 1e6 as expected_usd,
    expected_microusd / nullif(budget_microusd, 0) as expected_share,
    spent_date,
    earliest_spent_date,
    replace(refusal, '_', ' ') as refusal
from marts.fct_budget_forecast
where scope != 'developer'
order by expected_share desc nulls last, budget_name asc
