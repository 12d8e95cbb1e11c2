with seats as (
    select * from {{ ref('stg_copilot_seats') }}
),

totals as (
    select * from {{ ref('stg_copilot_seat_totals') }}
),

scopes as (
    select * from {{ ref('int_copilot_scopes') }}
    where report = 'seats'
),

planned as (
    select
        seats.* exclude (plan),
        coalesce(nullif(seats.plan, 'unknown'), nullif(totals.plan, 'unknown')) as plan,
        coalesce(scopes.is_covered, false) as is_covered
    from seats
    left join totals
        on
            seats.scope_kind = totals.scope_kind
            and seats.scope = totals.scope
            and seats.report_date = totals.report_date
    left join scopes
        on seats.scope_kind = scopes.scope_kind and seats.scope = scopes.scope
),

-- Somebody with several seats is billed for one: an enterprise seat if one of them is.
placed as (
    select
        *,
        row_number() over (
            partition by report_date, coalesce(user_number, seat_key)
            order by plan is distinct from 'enterprise', scope_kind, granted_at, scope, seat_key
        ) as place,
        max(last_activity_at) over (
            partition by report_date, coalesce(user_number, seat_key)
        ) as newest_activity_at
    from planned
    where user_number is not null or not is_covered
)

select
    seat_key,
    report_date,
    user_number,
    scope_kind,
    scope,
    plan,
    team_slug,
    pending_cancellation_date,
    granted_at,
    newest_activity_at as last_activity_at,
    last_activity_editor
from placed
where place = 1
