with {{snippet: days}},

differences as (
    select
        coalesce(dim_agents.display_name, fct_cost_differences.agent) as agent_name,
        replace(fct_cost_differences.cost_difference_reason, '_', ' ') as reason,
        fct_cost_differences.cost_difference_microusd
    from marts.fct_cost_differences
    inner join days
        on fct_cost_differences.request_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_cost_differences.agent = dim_agents.agent
    where
        true
        [[and {{agent}}]]
        [[and fct_cost_differences.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
)

select
    agent_name,
    reason,
    count(*) as request_count,
    sum(cost_difference_microusd) / 1e6 as difference_usd
from differences
group by agent_name, reason
order by request_count desc, agent_name asc, reason asc
