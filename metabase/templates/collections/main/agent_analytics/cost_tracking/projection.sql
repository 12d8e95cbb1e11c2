-- What was, then what the last four equal weekdays say of each day to come.
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
        avg(cost_microusd) as mean_microusd,
        min(cost_microusd) as low_microusd,
        max(cost_microusd) as high_microusd
    from history
    where age_days < 28
    group by weekday_number
    having (select count(*) from history) >= 14
),

coming as (
    select cast(unnest(range(last_day + 1, last_day + 31, interval 1 day)) as date) as calendar_date
    from days
)

select
    calendar_date,
    cost_microusd / 1e6 as spend_usd,
    null as projected_usd,
    null as low_usd,
    null as high_usd
from history
where age_days < 56
union all
select
    coming.calendar_date,
    null as spend_usd,
    weekdays.mean_microusd / 1e6 as projected_usd,
    weekdays.low_microusd / 1e6 as low_usd,
    weekdays.high_microusd / 1e6 as high_usd
from coming
inner join weekdays
    on isodow(coming.calendar_date) = weekdays.weekday_number
order by calendar_date
