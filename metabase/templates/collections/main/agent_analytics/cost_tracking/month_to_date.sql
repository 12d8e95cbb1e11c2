with {{snippet: days}},

starts as (
    select
        cast(date_trunc('month', last_day) as date) as first_day,
        last_day,
        interval 1 month as step
    from days
    where last_day is not null
),

{{snippet: periods_to_date}},

{{snippet: spend}}

select
    periods.first_day as month_start_date,
    sum(costs.cost_microusd) / 1e6 as spend_usd
from periods
left join costs
    on costs.cost_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
