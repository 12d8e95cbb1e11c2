with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

costs as (
    select
        fct_agent_costs.cost_date,
        fct_agent_costs.cost_microusd
    from marts.fct_agent_costs
    left join marts.dim_agents
        on fct_agent_costs.agent = dim_agents.agent
    left join marts.dim_models
        on fct_agent_costs.model_key = dim_models.model_key
    left join marts.dim_repositories
        on fct_agent_costs.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_agent_costs.team is not distinct from dim_team_groups.team
    where
        fct_agent_costs.is_spend
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
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
