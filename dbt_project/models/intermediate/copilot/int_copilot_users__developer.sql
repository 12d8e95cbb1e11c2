with sightings as (
    select
        user_number,
        report_date
    from {{ ref('stg_copilot_user_days') }}
    union all
    select
        user_number,
        report_date
    from {{ ref('stg_copilot_seats') }}
),

users as (
    select
        user_number,
        min(report_date) as first_date,
        max(report_date) as last_date
    from sightings
    where user_number is not null
    group by user_number
),

accounts as (
    select * from {{ ref('int_forge_accounts__developer') }}
),

logins as (
    select * from {{ ref('int_forge_accounts__login') }}
),

named as (
    select
        users.*,
        logins.account_login as user_login,
        coalesce(logins.override_email, accounts.email) as email
    from users
    left join accounts on users.user_number = accounts.account_number
    left join logins on users.user_number = logins.account_number
),

teams as (
    select * from {{ ref('int_copilot_users__team') }}
),

telemetry_teams as (
    select * from {{ ref('int_developers__team') }}
),

keyed as (
    select
        *,
        {{ account_person_key('email', 'user_number') }} as developer_key
    from named
)

select
    keyed.user_number,
    keyed.user_login,
    keyed.email,
    keyed.developer_key,
    coalesce(telemetry_teams.team, teams.team) as team,
    keyed.first_date,
    keyed.last_date
from keyed
left join teams on keyed.user_number = teams.user_number
left join telemetry_teams on keyed.developer_key = telemetry_teams.developer_key
