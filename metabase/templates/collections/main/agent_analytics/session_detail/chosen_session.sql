with {{snippet: named_sessions}}

select
    session_id,
    started_at,
    agent,
    agent_name,
    repository_name,
    model,
    outcome,
    duration_seconds / 60 as duration_minutes,
    list_cost_microusd / 1e6 as list_cost_usd
from named
order by started_at desc, session_key asc
limit 1
