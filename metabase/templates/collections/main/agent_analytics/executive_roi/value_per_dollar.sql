-- Whole months: those the days of the filter lie in, and the one before them.
with {{snippet: days}},

months as (
    select cast(date_trunc('month', last_day) as date) as last_month
    from days
    where last_day is not null
),

months_shown as (
    select last_month as usage_month
    from months
    union all
    select cast(last_month - interval 1 month as date) as usage_month
    from months
),

returns as (
    select
        usage_month,
        value_microusd,
        list_cost_microusd
    from marts.fct_roi
    where
        saving_model = 'accepted_edit'
        and estimate = 'low'
        {{snippet: team}}
)

select
    months_shown.usage_month,
    sum(returns.value_microusd) / nullif(sum(returns.list_cost_microusd), 0) as value_factor
from months_shown
left join returns
    on months_shown.usage_month = returns.usage_month
group by months_shown.usage_month
order by months_shown.usage_month
