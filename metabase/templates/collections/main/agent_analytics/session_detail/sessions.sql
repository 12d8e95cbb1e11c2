with {{snippet: named_sessions}}

select
    session_id,
    left(session_id, 13) as short_session_id,
    started_at,
    agent,
    agent_name,
    repository_name,
    model,
    outcome,
    duration_seconds / 60 as duration_minutes,
    prompt_count,
    request_count,
    tool_call_count,
    failed_tool_call_count,
    commit_count,
    list_cost_microusd / 1e6 as list_cost_usd
from named
order by started_at desc, session_id asc
limit 200
