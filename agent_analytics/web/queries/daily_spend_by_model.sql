-- List cost by day of the period and model; null where no request of the day and model has a price.
select
    cost_date,
    coalesce(model, 'unknown model') as series,
    sum(cost_microusd) as cost_microusd
from marts.fct_agent_costs
where
    cost_date between $first_day and $last_day
    and cost_type = 'list'
group by cost_date, series
