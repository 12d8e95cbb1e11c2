with sessions as (
    select * from {{ ref('stg_agent_sessions') }}
),

handles as (
    select * from {{ ref('int_developer_handles') }}
),

overrides as (
    select * from {{ ref('int_developer_aliases') }}
),

committers as (
    select
        agent,
        session_id,
        case when count(distinct author_email) = 1 then min(author_email) end as email
    from {{ ref('int_tool_calls__committed') }}
    group by agent, session_id
),

candidates as (
    select
        sessions.agent,
        sessions.session_id,
        coalesce(
            sessions.account_id,
            sessions.installation_id,
            machine_handles.installation_id,
            sessions.root_key
        ) as own_handle,
        coalesce(overrides.email, sessions.user_email) as telemetry_email,
        account_handles.email as account_email,
        installation_handles.email as installation_email,
        machine_handles.email as machine_email,
        coalesce(
            author_overrides.email,
            committers.email,
            account_handles.author_email,
            installation_handles.author_email,
            machine_handles.author_email
        ) as author_email
    from sessions
    left join overrides on sessions.user_email = overrides.handle
    left join handles as account_handles
        on
            sessions.account_id = account_handles.handle
            and account_handles.kind = 'account'
    left join handles as installation_handles
        on
            sessions.installation_id = installation_handles.handle
            and installation_handles.kind = 'installation'
    left join handles as machine_handles
        on
            sessions.root_key = machine_handles.handle
            and machine_handles.kind = 'machine'
    left join committers
        on sessions.agent = committers.agent and sessions.session_id = committers.session_id
    left join overrides as author_overrides on committers.email = author_overrides.handle
),

judged as (
    select
        *,
        coalesce(
            telemetry_email, account_email, installation_email, machine_email, author_email
        ) as email,
        case
            when telemetry_email is not null then 'telemetry'
            when account_email is not null then 'account'
            when installation_email is not null then 'installation'
            when machine_email is not null then 'machine'
            when author_email is not null then 'commit'
            when own_handle is not null then 'unresolved'
        end as method
    from candidates
)

select
    agent,
    session_id,
    email,
    case
        when method is not null then {{ surrogate_key(['coalesce(email, own_handle)']) }}
    end as developer_key,
    method
from judged
