with failures as (
    select * from {{ ref('fct_agent_failures') }}
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
),

refusals as (
    select
        concat('failure|', failure_key) as origin,
        if(failure_kind = 'request', 'authentication_failure', 'denied_tool_call') as event_type,
        case
            when failure_kind = 'denied' and failure_type in ('by_person', 'other') then 'low'
            else 'medium'
        end as severity,
        coalesce(
            tool_name, error_type, cast(status_code as varchar)
        ) as detail,
        subject_key,
        agent,
        session_id,
        session_key,
        developer_key,
        repository_key,
        team,
        failed_at as happened_at
    from failures
    where
        (failure_kind = 'request' and failure_type = 'authentication' and is_final)
        -- A person who stops the agent refuses nothing.
        or (failure_kind = 'denied' and failure_type != 'cancelled')
),

-- One event per session, rule and name: every call is in fct_policy_violations.
violations as (
    select
        concat('violation|', min(violation_key)) as origin,
        'policy_violation' as event_type,
        severity,
        concat_ws(': ', rule, name) as detail,
        arg_min(subject_key, (violated_at, violation_key)) as subject_key,
        agent,
        session_id,
        session_key,
        developer_key,
        repository_key,
        team,
        min(violated_at) as happened_at
    from {{ ref('fct_policy_violations') }}
    group by
        rule, name, severity, agent, session_id, session_key, developer_key, repository_key, team
),

first_uses as (
    select
        concat('server|', mcp_server) as origin,
        'new_mcp_server' as event_type,
        'low' as severity,
        mcp_server as detail,
        arg_min(tool_call_key, (called_at, tool_call_key)) as subject_key,
        {% for column in (
            'agent', 'session_id', 'session_key', 'developer_key', 'repository_key', 'team',
        ) %}
            arg_min_null({{ column }}, (called_at, tool_call_key)) as {{ column }},
        {% endfor %}
        min(called_at) as happened_at
    from {{ ref('fct_tool_calls') }}
    where mcp_server is not null
    group by mcp_server
),

signals as (
    select
        concat('signal|', signals.event_id) as origin,
        signals.event_type,
        signals.severity,
        signals.detail,
        signals.event_id as subject_key,
        signals.agent,
        signals.session_id,
        if(signals.session_id is not null, sessions.session_key, null) as session_key,
        sessions.developer_key,
        sessions.repository_key,
        sessions.team,
        signals.event_at as happened_at
    from {{ ref('int_security_signals') }} as signals
    left join sessions on signals.session_key = sessions.session_key
),

secrets as (
    select
        concat('content|', texts.content_key) as origin,
        'secret_masked' as event_type,
        'high' as severity,
        texts.content_kind as detail,
        texts.subject_key,
        texts.agent,
        texts.session_id,
        if(texts.session_id is not null, sessions.session_key, null) as session_key,
        sessions.developer_key,
        sessions.repository_key,
        sessions.team,
        texts.event_at as happened_at
    from {{ ref('fct_event_content') }} as texts
    left join sessions on texts.session_key = sessions.session_key
    where contains(texts.content_text, '[secret]')
),

events as (
    select * from refusals
    union all by name
    select * from violations
    union all by name
    select * from first_uses
    union all by name
    select * from signals
    union all by name
    select * from secrets
)

select
    -- ids
    {{ surrogate_key(['origin']) }} as security_event_key,
    subject_key,
    agent,
    session_id,
    session_key,
    developer_key,
    repository_key,
    -- categories
    team,
    event_type,
    severity,
    detail,
    -- times
    happened_at,
    {{ local_date('happened_at') }} as happened_date
from events
