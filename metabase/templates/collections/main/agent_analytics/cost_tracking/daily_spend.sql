with {{snippet: days}},

{{snippet: spend}},

{{snippet: series_breaks}}

select
    costs.cost_date,
    coalesce(dim_agents.display_name, costs.agent) as agent_name,
    sum(costs.cost_microusd) / 1e6 as spend_usd,
    (
        select string_agg(breaks.what, '; ' order by breaks.break_date, breaks.what)
        from breaks
        where breaks.series = 'copilot_billing' and breaks.break_date = costs.cost_date
    ) as series_break
from costs
inner join days
    on costs.cost_date between days.first_day and days.last_day
left join marts.dim_agents
    on costs.agent = dim_agents.agent
group by costs.cost_date, agent_name
having sum(costs.cost_microusd) is not null
order by costs.cost_date, agent_name
