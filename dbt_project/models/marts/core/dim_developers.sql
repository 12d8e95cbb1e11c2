with session_developers as (
    select
        developers.developer_key,
        any_value(developers.email) as email,
        any_value(developers.method) as method,
        min(sessions.started_at) as first_session_at,
        max(sessions.ended_at) as last_session_at
    from {{ ref('int_sessions__developer') }} as developers
    inner join {{ ref('stg_agent_sessions') }} as sessions
        on
            developers.agent = sessions.agent
            and developers.session_id = sessions.session_id
    where developers.developer_key is not null
    group by developers.developer_key
),

authors as (
    select
        developer_key,
        any_value(email) as email,
        arg_max(author_name, last_committed_at) as author_name,
        min(first_committed_at) as first_committed_at,
        max(last_committed_at) as last_committed_at
    from {{ ref('int_git_authors__developer') }}
    group by developer_key
),

accounts as (
    select
        developer_key,
        any_value(email) as email,
        arg_max(account_login, last_seen_at) as account_login,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from {{ ref('int_forge_accounts__developer') }}
    where developer_key is not null
    group by developer_key
),

copilot_users as (
    select
        developer_key,
        any_value(email) as email,
        arg_max(user_login, last_date) as account_login,
        arg_max(team, last_date) as team,
        timezone('UTC', cast(min(first_date) as timestamp)) as first_seen_at,
        timezone('UTC', cast(max(last_date) as timestamp)) as last_seen_at
    from {{ ref('int_copilot_users__developer') }}
    group by developer_key
),

teams as (
    select * from {{ ref('int_developers__team') }}
),

people as (
    select
        coalesce(
            session_developers.developer_key,
            authors.developer_key,
            accounts.developer_key,
            copilot_users.developer_key
        ) as developer_key,
        coalesce(
            session_developers.email, authors.email, accounts.email, copilot_users.email
        ) as email,
        coalesce(accounts.account_login, copilot_users.account_login) as account_login,
        accounts.account_login is not null as has_pull_requests,
        copilot_users.developer_key is not null as has_copilot,
        copilot_users.team as copilot_team,
        authors.author_name,
        session_developers.first_session_at,
        session_developers.last_session_at,
        authors.first_committed_at,
        authors.last_committed_at,
        accounts.first_seen_at as first_delivered_at,
        accounts.last_seen_at as last_delivered_at,
        copilot_users.first_seen_at as first_copilot_at,
        copilot_users.last_seen_at as last_copilot_at
    from session_developers
    full join authors on session_developers.developer_key = authors.developer_key
    full join accounts
        on
            coalesce(session_developers.developer_key, authors.developer_key)
            = accounts.developer_key
    full join copilot_users
        on
            coalesce(
                session_developers.developer_key, authors.developer_key, accounts.developer_key
            ) = copilot_users.developer_key
)

select
    people.developer_key,
    people.email,
    coalesce(
        people.author_name,
        people.account_login,
        split_part(people.email, '@', 1),
        'Unknown ' || left(people.developer_key, 6)
    ) as display_name,
    coalesce(teams.team, people.copilot_team) as team,
    people.email is not null as is_resolved,
    people.first_session_at is not null as has_sessions,
    people.first_committed_at is not null as has_commits,
    people.has_pull_requests,
    people.has_copilot,
    least(
        people.first_session_at,
        people.first_committed_at,
        people.first_delivered_at,
        people.first_copilot_at
    ) as first_seen_at,
    greatest(
        people.last_session_at,
        people.last_committed_at,
        people.last_delivered_at,
        people.last_copilot_at
    ) as last_seen_at
from people
left join teams on people.developer_key = teams.developer_key
