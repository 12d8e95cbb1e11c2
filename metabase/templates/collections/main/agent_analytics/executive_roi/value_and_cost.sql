-- At least half a year, to make a trend.
with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

months as (
    select
        least(
            cast(date_trunc('month', first_day) as date),
            cast(date_trunc('month', last_day) - interval 5 month as date)
        ) as first_month,
        last_day
    from days
),

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
        [[and coalesce(fct_roi.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
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
