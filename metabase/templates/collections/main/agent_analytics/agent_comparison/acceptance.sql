with {{snippet: days}},

calls as (
    select
        coalesce(dim_agents.display_name, fct_tool_calls.agent) as agent_name,
        {{snippet: known_person}} as developer_key,
        fct_tool_calls.is_accepted
    from marts.fct_tool_calls
    inner join days
        on fct_tool_calls.called_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_tool_calls.agent = dim_agents.agent
    where
        fct_tool_calls.is_edit
        and fct_tool_calls.is_accepted is not null
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and fct_tool_calls.model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    agent_name,
    count(*) filter (where is_accepted) / count(*) as accepted_share,
    count(*) as decided_count
from calls
group by agent_name
having count(distinct developer_key) >= {{snippet: fewest_people}}
order by accepted_share desc, agent_name asc
