with {{snippet: days}},

costs as (
    select
        fct_agent_costs.cost_type,
        fct_agent_costs.billed_for,
        fct_agent_costs.cost_microusd
    from marts.fct_agent_costs
    inner join days
        on fct_agent_costs.cost_date between days.first_day and days.last_day
    where
        fct_agent_costs.is_spend
        [[and coalesce(fct_agent_costs.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and fct_agent_costs.agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and fct_agent_costs.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_agent_costs.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
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
