with {{snippet: sessions}},

failures as (
    select failures.*
    from marts.fct_agent_failures as failures
    inner join sessions on failures.session_key = sessions.session_key
)

select
    failed_at,
    session_id,
    left(session_id, 13) as short_session_id,
    failure_kind,
    replace(failure_type, '_', ' ') as reason,
    coalesce(tool_name, model) as tool_or_model,
    status_code,
    attempt
from failures
order by failed_at desc, failure_key asc
limit 200
