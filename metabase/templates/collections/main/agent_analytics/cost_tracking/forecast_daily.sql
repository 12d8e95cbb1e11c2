-- What was up to the origin, then what is expected of each day after it.
with forecasts as (
    select * from marts.fct_spend_forecast
    where scope = 'organisation' and cost_type = 'spend' and horizon_days <= 30
),

origin as (
    select max(origin_date) as origin_date
    from forecasts
),

known as (
    select
        fct_agent_costs.cost_date as calendar_date,
        sum(fct_agent_costs.cost_microusd) as cost_microusd
    from marts.fct_agent_costs
    inner join origin
        on fct_agent_costs.cost_date between origin.origin_date - 55 and origin.origin_date
    where fct_agent_costs.is_spend
    group by fct_agent_costs.cost_date
)

select
    calendar_date,
    cost_microusd / 1e6 as spend_usd,
    null as expected_usd,
    null as low_usd,
    null as high_usd
from known
union all
select
    forecast_date as calendar_date,
    null as spend_usd,
    expected_microusd / 1e6 as expected_usd,
    low_80_microusd / 1e6 as low_usd,
    high_80_microusd / 1e6 as high_usd
from forecasts
order by calendar_date
