with seats as (
    select * from {{ ref('int_copilot_seats__priced') }}
),

users as (
    select * from {{ ref('int_copilot_users__developer') }}
),

reported as (
    select
        user_number,
        report_date
    from {{ ref('int_copilot_user_days') }}
    where is_active
),

-- What the list of seats does not know of may be in the reports: it needs an editor's telemetry.
active as (
    select
        seats.seat_key,
        greatest(
            max(cast(seats.last_activity_at as date)), max(reported.report_date)
        ) as last_active_date
    from seats
    left join reported
        on
            seats.user_number = reported.user_number
            and seats.report_date >= reported.report_date
    group by seats.seat_key
),

-- The newest day may lack a scope that could not be read; a scope whose list is older than a seat
-- takes to become idle is gone.
newest as (
    select
        scope_kind,
        scope,
        max(report_date) as report_date
    from {{ ref('base_copilot__reports') }}
    where report = 'seats'
    group by scope_kind, scope
    qualify max(report_date) > max(max(report_date)) over () - {{ var('idle_seat_days') }}
),

-- Lists of two days may both tell of somebody who is billed for one seat.
standing as (
    select seats.seat_key
    from seats
    inner join newest
        on
            seats.scope_kind = newest.scope_kind
            and seats.scope = newest.scope
            and seats.report_date = newest.report_date
    qualify row_number() over (
        partition by coalesce(seats.user_number, seats.seat_key)
        order by
            seats.plan is distinct from 'enterprise' asc,
            seats.report_date desc,
            seats.seat_key asc
    ) = 1
)

select
    -- ids
    seats.seat_key,
    seats.report_date as snapshot_date,
    'copilot' as agent,
    users.developer_key,
    seats.user_number as account_number,
    users.user_login as account_login,
    coalesce(users.team, seats.team_slug) as team,
    seats.scope_kind,
    seats.scope,
    -- categories
    seats.plan,
    seats.last_activity_editor,
    case
        when active.last_active_date is null then 'never_used'
        when seats.report_date - active.last_active_date < {{ var('idle_seat_days') }}
            then 'active'
        else 'idle'
    end as utilization,
    seats.pending_cancellation_date is not null as is_pending_cancellation,
    standing.seat_key is not null as is_newest,
    -- measures
    cast(
        seats.report_date
        - coalesce(active.last_active_date, cast(seats.granted_at as date)) as bigint
    ) as idle_days,
    seats.monthly_microusd as monthly_cost_microusd,
    -- times
    cast(seats.granted_at as date) as granted_date,
    active.last_active_date,
    seats.pending_cancellation_date
from seats
left join users on seats.user_number = users.user_number
left join active on seats.seat_key = active.seat_key
left join standing on seats.seat_key = standing.seat_key
