with overrides as (
    select * from {{ ref('int_developer_aliases') }}
),

sightings as (
    select
        author_number as account_number,
        author_login as account_login,
        changed_at as seen_at
    from {{ ref('stg_pull_requests') }}
    union all
    select
        reviewer_number as account_number,
        reviewer_login as account_login,
        submitted_at as seen_at
    from {{ ref('stg_pull_request_reviews') }}
    union all
    select
        user_number as account_number,
        user_login as account_login,
        timezone('UTC', cast(report_date as timestamp)) as seen_at
    from {{ ref('stg_copilot_user_days') }}
    union all
    select
        user_number as account_number,
        user_login as account_login,
        timezone('UTC', cast(report_date as timestamp)) as seen_at
    from {{ ref('stg_copilot_seats') }}
),

logins as (
    select
        account_number,
        lower(account_login) as handle,
        arg_max(account_login, seen_at) as account_login,
        max(seen_at) as last_seen_at
    from sightings
    where account_number is not null and account_login is not null
    group by account_number, lower(account_login)
),

-- Who is listed by a login stays listed after taking another, until somebody else goes by it.
owned as (
    select
        *,
        row_number() over (
            partition by handle
            order by last_seen_at desc, account_number asc
        ) = 1 as is_own
    from logins
)

select
    owned.account_number,
    arg_max(owned.account_login, (owned.last_seen_at, owned.handle)) as account_login,
    coalesce(
        arg_max(by_login.email, owned.last_seen_at) filter (where owned.is_own),
        any_value(by_number.email)
    ) as override_email
from owned
left join overrides as by_login on owned.handle = by_login.handle
left join overrides as by_number on owned.account_number = by_number.handle
group by owned.account_number
