with {{snippet: whole_weeks}},

{{snippet: agent_sessions}}

select
    cast(date_trunc('week', started_date) as date) as usage_week,
    agent_name,
    count(*) as session_count
from sessions
group by usage_week, agent_name
order by usage_week, agent_name
