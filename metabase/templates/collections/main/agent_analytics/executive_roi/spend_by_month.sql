with {{snippet: months}},

{{snippet: spend}},

monthly as (
    select
        cast(date_trunc('month', costs.cost_date) as date) as cost_month,
        coalesce(dim_agents.display_name, costs.agent) as agent_name,
        costs.cost_microusd
    from costs
    inner join months
        on costs.cost_date between months.first_month and months.last_day
    left join marts.dim_agents
        on costs.agent = dim_agents.agent
),

{{snippet: series_breaks}}

select
    cost_month,
    agent_name,
    sum(cost_microusd) / 1e6 as spend_usd,
    (
        select string_agg(breaks.what, '; ' order by breaks.break_date, breaks.what)
        from breaks
        where breaks.series = 'copilot_billing' and date_trunc('month', breaks.break_date) = monthly.cost_month
    ) as series_break
from monthly
group by cost_month, agent_name
having sum(cost_microusd) is not null
order by cost_month, agent_name
