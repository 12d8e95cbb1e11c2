with {{snippet: months}},

returns as (
    select
        fct_roi.usage_month,
        fct_roi.estimate,
        fct_roi.value_microusd,
        fct_roi.list_cost_microusd
    from marts.fct_roi
    inner join months
        on fct_roi.usage_month between months.first_month and months.last_day
    where
        fct_roi.saving_model = 'accepted_edit'
        {{snippet: team}}
)

select
    usage_month,
    sum(list_cost_microusd) filter (where estimate = 'mid') / 1e6 as list_cost_usd,
    sum(value_microusd) filter (where estimate = 'low') / 1e6 as low_value_usd,
    sum(value_microusd) filter (where estimate = 'mid') / 1e6 as mid_value_usd,
    sum(value_microusd) filter (where estimate = 'high') / 1e6 as high_value_usd
from returns
group by usage_month
order by usage_month
