with {{snippet: days}},

calls as (
    select
        coalesce(dim_agents.display_name, fct_tool_calls.agent) as agent_name,
        fct_tool_calls.is_success
    from marts.fct_tool_calls
    inner join days
        on fct_tool_calls.called_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_tool_calls.agent = dim_agents.agent
    where
        fct_tool_calls.is_success is not null
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and fct_tool_calls.model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    agent_name,
    count(*) filter (where is_success) / count(*) as succeeded_share,
    count(*) as judged_count
from calls
group by agent_name
order by succeeded_share desc, agent_name asc
