with {{snippet: days}},

{{snippet: agent_sessions}}

select
    agent_name,
    sum(error_count) / nullif(sum(error_count) + sum(request_count), 0) as failed_share
from sessions
group by agent_name
order by failed_share desc nulls last, agent_name asc
