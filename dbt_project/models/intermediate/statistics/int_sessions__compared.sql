select
    sessions.session_key,
    sessions.agent,
    sessions.main_model_key,
    sessions.developer_key,
    sessions.repository_key,
    session_tasks.task_type,
    case sessions.outcome
        when 'completed' then 1
        when 'failed' then 0
    end as success,
    -- A cost of some requests alone would make whoever hides the others cheap.
    case
        when sessions.priced_request_count = sessions.request_count then sessions.list_cost_microusd
    end as cost_microusd,
    sessions.error_count,
    sessions.active_seconds,
    sessions.started_date
from {{ ref('fct_agent_sessions') }} as sessions
inner join {{ ref('fct_session_tasks') }} as session_tasks
    on sessions.session_key = session_tasks.session_key
where sessions.developer_key is not null
