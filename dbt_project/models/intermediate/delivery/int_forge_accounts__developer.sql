with commits as (
    select * from {{ ref('base_github__pull_request_commits') }}
),

overrides as (
    select * from {{ ref('int_developer_aliases') }}
),

logins as (
    select * from {{ ref('int_forge_accounts__login') }}
),

sightings as (
    select
        author_number as account_number,
        author_kind as kind,
        changed_at as seen_at
    from {{ ref('stg_pull_requests') }}
    union all
    select
        reviewer_number as account_number,
        reviewer_kind as kind,
        submitted_at as seen_at
    from {{ ref('stg_pull_request_reviews') }}
),

accounts as (
    select
        account_number,
        arg_max(kind, seen_at) as kind,
        min(seen_at) as first_seen_at,
        max(seen_at) as last_seen_at
    from sightings
    where account_number is not null
    group by account_number
),

addresses as (
    select
        commits.author_number as account_number,
        coalesce(overrides.email, commits.author_email) as email,
        count(distinct commits.sha) as commit_count
    from commits
    left join overrides on commits.author_email = overrides.handle
    where commits.author_number is not null and commits.author_email is not null
    group by commits.author_number, coalesce(overrides.email, commits.author_email)
),

-- Of the addresses somebody commits with, one that only hides them says least.
preferred as (
    select
        account_number,
        arg_min(email, (contains(email, 'noreply'), -commit_count, email)) as email
    from addresses
    group by account_number
),

named as (
    select
        accounts.*,
        logins.account_login,
        coalesce(logins.override_email, preferred.email) as email
    from accounts
    left join logins on accounts.account_number = logins.account_number
    left join preferred on accounts.account_number = preferred.account_number
)

select
    account_number,
    account_login,
    kind,
    if(kind = 'user', email, null) as email,
    if(
        kind = 'user', {{ account_person_key('email', 'account_number') }}, null
    ) as developer_key,
    first_seen_at,
    last_seen_at
from named
