with failures as (
    select * from {{ ref('int_failures__classified') }}
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
)

select
    -- ids
    {{ surrogate_key(['failures.failure_kind', 'failures.subject_key']) }} as failure_key,
    failures.subject_key,
    failures.agent,
    failures.session_id,
    case when failures.session_id is not null then sessions.session_key end as session_key,
    sessions.developer_key,
    sessions.repository_key,
    -- categories
    sessions.team,
    failures.model,
    failures.failure_kind,
    failures.failure_type,
    failures.error_type,
    failures.tool_name,
    failures.decision_source,
    failures.is_final,
    -- measures
    failures.status_code,
    failures.attempt,
    failures.duration_ms,
    -- times
    failures.failed_at,
    {{ local_date('failures.failed_at') }} as failed_date
from failures
left join sessions on failures.session_key = sessions.session_key
