with addresses as (
    select * from {{ ref('int_identity_addresses') }}
),

sessions as (
    select * from {{ ref('stg_agent_sessions') }}
    where user_email is not null
),

forge_commits as (
    select * from {{ ref('base_github__pull_request_commits') }}
    where agent is null and author_email is not null
),

numbered as (
    select
        lower(author_login) as account_login,
        author_number as account_number
    from forge_commits
    union
    select
        account_login,
        account_number
    from addresses
),

-- A login that was given up may be somebody else's by now: it names nobody.
reassigned as (
    select account_login from numbered
    where account_login is not null
    group by account_login
    having count(distinct account_number) > 1
),

-- Facts that name a thing beside an address; two addresses of one thing are a pair.
facts as (
    select
        'account' as evidence_rule,
        account_id as shared_value,
        user_email as email
    from sessions
    union
    select
        'client' as evidence_rule,
        installation_id as shared_value,
        user_email as email
    from sessions
    union
    select
        'client' as evidence_rule,
        root_key as shared_value,
        user_email as email
    from sessions
    union
    select
        'forge_account' as evidence_rule,
        'number ' || author_number as shared_value,
        author_email as email
    from forge_commits
    union
    select
        'forge_account' as evidence_rule,
        'login ' || lower(author_login) as shared_value,
        author_email as email
    from forge_commits
    where lower(author_login) not in (select reassigned.account_login from reassigned)
    union
    select
        'forge_account' as evidence_rule,
        'number ' || account_number as shared_value,
        email
    from addresses
    union
    select
        'forge_account' as evidence_rule,
        'login ' || account_login as shared_value,
        email
    from addresses
    where account_login not in (select reassigned.account_login from reassigned)
    union
    select
        'name' as evidence_rule,
        name_key as shared_value,
        email
    from addresses
),

committed as (
    select distinct
        sessions.user_email,
        commits.author_email,
        commits.agent,
        commits.session_id
    from {{ ref('int_tool_calls__committed') }} as commits
    inner join sessions
        on
            commits.agent = sessions.agent
            and commits.session_id = sessions.session_id
    where commits.author_email is not null
),

authorship as (
    select
        user_email,
        author_email,
        count(*) as session_count,
        bool_or(user_email = author_email) over (partition by author_email) as has_own_sessions
    from committed
    group by user_email, author_email
),

pairs as (
    select
        earlier.evidence_rule,
        earlier.shared_value,
        earlier.email as left_email,
        later.email as right_email,
        cast(null as bigint) as session_count,
        cast(null as boolean) as has_own_sessions
    from facts as earlier
    inner join facts as later
        on
            earlier.evidence_rule = later.evidence_rule
            and earlier.shared_value = later.shared_value
            and earlier.email < later.email
    union all
    select
        'commit' as evidence_rule,
        user_email as shared_value,
        least(user_email, author_email) as left_email,
        greatest(user_email, author_email) as right_email,
        session_count,
        has_own_sessions
    from authorship
    where user_email != author_email
    union all
    select
        'override' as evidence_rule,
        handle as shared_value,
        least(handle, email) as left_email,
        greatest(handle, email) as right_email,
        null as session_count,
        null as has_own_sessions
    from {{ ref('stg_developer_overrides') }}
    where decision = 'merge' and contains(handle, '@') and handle != email
)

select
    {{ surrogate_key(['evidence_rule', 'left_email', 'right_email']) }} as evidence_key,
    evidence_rule,
    min(shared_value) as shared_value,
    left_email,
    right_email,
    max(session_count) as session_count,
    bool_or(has_own_sessions) as has_own_sessions
from pairs
where shared_value is not null
group by evidence_rule, left_email, right_email
