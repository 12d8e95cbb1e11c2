-- The quarter up to the last day of the period, and as many days of the quarter before.
with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

starts as (
    select
        cast(date_trunc('quarter', last_day) as date) as first_day,
        last_day
    from days
    where last_day is not null
),

earlier as (
    select
        cast(first_day - interval 1 quarter as date) as first_day,
        first_day - 1 as end_day,
        last_day - first_day as later_days
    from starts
),

periods as (
    select
        first_day,
        last_day
    from starts
    union all
    select
        earlier.first_day,
        least(earlier.first_day + cast(earlier.later_days as integer), earlier.end_day) as last_day
    from earlier
    inner join marts.dim_dates
        on earlier.first_day = dim_dates.calendar_date
    where dim_dates.is_in_data
),

costs as (
    select
        cost_date,
        cost_microusd
    from marts.fct_agent_costs
    where
        is_spend
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
    periods.first_day as quarter_start_date,
    sum(costs.cost_microusd) / 1e6 as spend_usd
from periods
left join costs
    on costs.cost_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
