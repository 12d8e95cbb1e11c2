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
        fct_daily_agent_usage.usage_date,
        fct_daily_agent_usage.cache_read_tokens,
        fct_daily_agent_usage.total_input_tokens
    from marts.fct_daily_agent_usage
    left join marts.dim_agents
        on fct_daily_agent_usage.agent = dim_agents.agent
    left join marts.dim_models
        on fct_daily_agent_usage.model_key = dim_models.model_key
    left join marts.dim_repositories
        on fct_daily_agent_usage.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_daily_agent_usage.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    periods.first_day as period_day,
    sum(usage.cache_read_tokens) / nullif(
        sum(usage.total_input_tokens) filter (where usage.cache_read_tokens is not null), 0
    ) as cache_hit_share
from periods
left join usage
    on usage.usage_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
