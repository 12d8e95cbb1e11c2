with sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
),

developers as (
    select * from {{ ref('int_sessions__developer') }}
)

select
    {{ surrogate_key(['sessions.agent', local_date('sessions.started_at'), "developers.method"]) }}
        as match_key,
    sessions.agent,
    {{ local_date('sessions.started_at') }} as started_date,
    developers.method,
    count(*) as session_count,
    count(*) filter (where developers.email is not null) as resolved_session_count,
    cast(sum(coalesce(sessions.request_count, 0)) as bigint) as request_count,
    cast(
        coalesce(
            sum(coalesce(sessions.request_count, 0)) filter (where developers.email is not null), 0
        ) as bigint
    ) as resolved_request_count
from sessions
left join developers
    on sessions.agent = developers.agent and sessions.session_id = developers.session_id
group by sessions.agent, {{ local_date('sessions.started_at') }}, developers.method
