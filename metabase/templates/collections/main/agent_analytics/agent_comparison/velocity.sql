with {{snippet: days}},

{{snippet: agent_sessions}}

select
    agent_name,
    median(active_seconds) / 60 as median_active_minutes,
    count(active_seconds) * 3600 / nullif(sum(active_seconds), 0) as sessions_per_hour,
    sum(request_count) * 3600 / nullif(sum(active_seconds), 0) as requests_per_hour
from sessions
group by agent_name
having count(distinct developer_key) >= {{snippet: fewest_people}}
order by median_active_minutes desc nulls last, agent_name asc
