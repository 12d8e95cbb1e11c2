-- List cost by day of the period and agent; null where no request of the day and agent has a price.
select
    costs.cost_date,
    coalesce(agents.display_name, costs.agent) as series,
    sum(costs.cost_microusd) as cost_microusd
from marts.fct_agent_costs as costs
left join marts.dim_agents as agents
    on costs.agent = agents.agent
where
    costs.cost_date between $first_day and $last_day
    and costs.cost_type = 'list'
group by costs.cost_date, series
