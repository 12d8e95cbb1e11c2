with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

costs as (
    select
        fct_agent_costs.cost_type,
        fct_agent_costs.billed_for,
        fct_agent_costs.cost_microusd
    from marts.fct_agent_costs
    inner join days
        on fct_agent_costs.cost_date between days.first_day and days.last_day
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

named as (
    select
        cost_microusd,
        case
            when cost_type = 'list' then 'Tokens at list price'
            when billed_for = 'seat' then 'Seats, billed'
            when billed_for = 'ai_credits' then 'Credits, billed'
            else 'Other, billed'
        end as paid_for
    from costs
)

select
    paid_for,
    sum(cost_microusd) / 1e6 as spend_usd
from named
group by paid_for
having sum(cost_microusd) is not null
order by spend_usd desc, paid_for asc
