with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
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
),

history as (
    select
        dim_dates.calendar_date,
        dim_dates.weekday_number,
        days.last_day - dim_dates.calendar_date as age_days,
        coalesce(sum(costs.cost_microusd), 0) as cost_microusd
    from marts.dim_dates
    inner join days
        on dim_dates.calendar_date between days.last_day - 83 and days.last_day
    left join costs
        on dim_dates.calendar_date = costs.cost_date
    where dim_dates.is_in_data
    group by dim_dates.calendar_date, dim_dates.weekday_number, days.last_day
),

weeks as (
    select
        min(calendar_date) as week_start_date,
        sum(cost_microusd) as cost_microusd
    from history
    group by age_days // 7
    having count(*) = 7
),

projected as (
    select
        week_start_date,
        cost_microusd,
        avg(cost_microusd) over weeks_before as projected_microusd,
        count(*) over weeks_before as known_week_count
    from weeks
    window weeks_before as (order by week_start_date rows between 4 preceding and 1 preceding)
)

select
    week_start_date,
    cost_microusd / 1e6 as spend_usd,
    projected_microusd / 1e6 as projected_usd
from projected
where known_week_count = 4
order by week_start_date
