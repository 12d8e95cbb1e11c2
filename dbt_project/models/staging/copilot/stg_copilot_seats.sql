with rows_of_reports as (
    select * from {{ source('copilot', 'seats') }}
),

reports as (
    select * from {{ ref('base_copilot__reports') }}
)

select
    -- ids
    rows_of_reports.seat_id as seat_key,
    reports.scope_kind,
    reports.scope,
    rows_of_reports.user_number,
    rows_of_reports.user_login,
    rows_of_reports.organization,
    -- categories
    rows_of_reports.team_slug,
    rows_of_reports.plan,
    try_cast(rows_of_reports.pending_cancellation_day as date) as pending_cancellation_date,
    rows_of_reports.last_activity_editor,
    -- times
    reports.report_date,
    rows_of_reports.granted_at,
    rows_of_reports.last_activity_at,
    rows_of_reports.last_authenticated_at
from rows_of_reports
inner join reports
    on
        rows_of_reports.report_day_id = reports.report_day_id
        and rows_of_reports.content_hash = reports.content_hash
