-- This period and the one before, as long, if the data reach back so far.
with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

periods as (
    select
        first_day,
        last_day
    from days
    union all
    select
        dim_dates.calendar_date as first_day,
        days.first_day - 1 as last_day
    from days
    inner join marts.dim_dates
        on
            dim_dates.calendar_date
            = days.first_day - cast(days.last_day - days.first_day + 1 as integer)
    where dim_dates.is_in_data
),

usage as (
    select
        usage_date,
        list_cost_microusd
    from marts.fct_daily_agent_usage
    where
        true
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_day,
    sum(usage.list_cost_microusd) / 1e6 as list_cost_usd
from periods
left join usage
    on usage.usage_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
