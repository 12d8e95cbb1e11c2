with {{snippet: days}},

{{snippet: agent_sessions}}

select
    agent_name,
    count(*) filter (where outcome = 'completed') / count(*) as success_share
from sessions
group by agent_name
having count(distinct developer_key) >= {{snippet: fewest_people}}
order by success_share desc, agent_name asc
