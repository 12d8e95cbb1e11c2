with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

usage as (
    select
        fct_daily_agent_usage.model,
        fct_daily_agent_usage.list_cost_microusd
    from marts.fct_daily_agent_usage
    inner join days
        on fct_daily_agent_usage.usage_date between days.first_day and days.last_day
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
    model,
    sum(list_cost_microusd) / 1e6 as list_cost_usd
from usage
where model is not null
group by model
having sum(list_cost_microusd) is not null
order by list_cost_usd desc, model asc
limit 12
