-- The rest of the month by the mean of the last four equal weekdays.
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

weekdays as (
    select
        weekday_number,
        avg(cost_microusd) as mean_microusd
    from history
    where age_days < 28
    group by weekday_number
    having (select count(*) from history) >= 14
),

weeks as (
    select
        age_days // 7 as week_age,
        sum(cost_microusd) as cost_microusd
    from history
    group by age_days // 7
    having count(*) = 7
),

projected_weeks as (
    select
        week_age,
        cost_microusd,
        avg(cost_microusd) over weeks_before as projected_microusd,
        count(*) over weeks_before as known_week_count
    from weeks
    window weeks_before as (order by week_age rows between 1 following and 4 following)
),

errors as (
    select
        avg(abs(cost_microusd - projected_microusd) / nullif(projected_microusd, 0))
            as mean_error_share
    from projected_weeks
    where week_age < 8 and known_week_count = 4
),

spent as (
    select sum(costs.cost_microusd) as spent_microusd
    from costs
    inner join days
        on costs.cost_date between date_trunc('month', days.last_day) and days.last_day
),

rest_days as (
    select
        cast(unnest(range(last_day + 1, last_day(last_day) + 1, interval 1 day)) as date)
            as calendar_date
    from days
),

rest as (
    select
        count(*) as day_count,
        count(weekdays.mean_microusd) as projected_day_count,
        coalesce(sum(weekdays.mean_microusd), 0) as rest_microusd
    from rest_days
    left join weekdays
        on isodow(rest_days.calendar_date) = weekdays.weekday_number
)

select
    spent.spent_microusd / 1e6 as spent_usd,
    case
        when rest.day_count = rest.projected_day_count
            then (spent.spent_microusd + rest.rest_microusd) / 1e6
    end as projected_usd,
    case
        when rest.day_count = rest.projected_day_count and errors.mean_error_share <= 1
            then (spent.spent_microusd + rest.rest_microusd * (1 - errors.mean_error_share)) / 1e6
    end as low_usd,
    case
        when rest.day_count = rest.projected_day_count
            then (spent.spent_microusd + rest.rest_microusd * (1 + errors.mean_error_share)) / 1e6
    end as high_usd
from spent
cross join rest
cross join errors
