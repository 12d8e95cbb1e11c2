with {{snippet: periods}},

{{snippet: spend}}

select
    periods.first_day as period_day,
    sum(costs.cost_microusd) / 1e6 as spend_usd
from periods
left join costs
    on costs.cost_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
