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

savings as (
    select
        fct_cache_savings.usage_date,
        fct_cache_savings.uncached_cost_microusd,
        fct_cache_savings.cached_cost_microusd
    from marts.fct_cache_savings
    left join marts.dim_agents
        on fct_cache_savings.agent = dim_agents.agent
    left join marts.dim_models
        on fct_cache_savings.model_key = dim_models.model_key
    left join marts.dim_repositories
        on fct_cache_savings.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_cache_savings.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    periods.first_day as period_day,
    sum(savings.uncached_cost_microusd - savings.cached_cost_microusd) / 1e6 as saved_usd
from periods
left join savings
    on savings.usage_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
