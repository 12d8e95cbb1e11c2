with {{snippet: days}},

usage as (
    select fct_daily_agent_usage.*
    from marts.fct_daily_agent_usage
    inner join days
        on fct_daily_agent_usage.usage_date between days.first_day and days.last_day
    where
        fct_daily_agent_usage.model is not null
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
),

totals as (
    select
        model,
        sum(request_count) as request_count,
        sum(list_cost_microusd) / 1e3 / sum(priced_request_count) as cost_per_thousand_usd
    from usage
    group by model
    having sum(priced_request_count) > 0
    order by request_count desc, model asc
    limit 12
)

select
    model,
    cost_per_thousand_usd
from totals
order by cost_per_thousand_usd desc, model asc
