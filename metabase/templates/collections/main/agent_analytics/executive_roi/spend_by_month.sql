with {{snippet: months}},

costs as (
    select
        cast(date_trunc('month', fct_agent_costs.cost_date) as date) as cost_month,
        coalesce(dim_agents.display_name, fct_agent_costs.agent) as agent_name,
        fct_agent_costs.cost_microusd
    from marts.fct_agent_costs
    inner join months
        on fct_agent_costs.cost_date between months.first_month and months.last_day
    left join marts.dim_agents
        on fct_agent_costs.agent = dim_agents.agent
    where
        fct_agent_costs.is_spend
        [[and coalesce(fct_agent_costs.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and fct_agent_costs.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_agent_costs.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
),

{{snippet: series_breaks}}

select
    cost_month,
    agent_name,
    sum(cost_microusd) / 1e6 as spend_usd,
    (
        select string_agg(breaks.what, '; ' order by breaks.break_date, breaks.what)
        from breaks
        where breaks.series = 'copilot_billing' and date_trunc('month', breaks.break_date) = costs.cost_month
    ) as series_break
from costs
group by cost_month, agent_name
having sum(cost_microusd) is not null
order by cost_month, agent_name
