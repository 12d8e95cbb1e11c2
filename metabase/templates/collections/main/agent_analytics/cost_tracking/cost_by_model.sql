with {{snippet: days}},

usage as (
    select
        fct_daily_agent_usage.model,
        fct_daily_agent_usage.list_cost_microusd
    from marts.fct_daily_agent_usage
    inner join days
        on fct_daily_agent_usage.usage_date between days.first_day and days.last_day
    where
        true
        [[and coalesce(fct_daily_agent_usage.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and fct_daily_agent_usage.agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and fct_daily_agent_usage.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_daily_agent_usage.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
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
