with rows_of_reports as (
    select * from {{ source('copilot', 'seat_totals') }}
),

reports as (
    select * from {{ ref('base_copilot__reports') }}
)

select
    -- ids
    rows_of_reports.seat_total_id as seat_total_key,
    reports.scope_kind,
    reports.scope,
    -- categories
    rows_of_reports.plan,
    -- measures
    rows_of_reports.seat_count,
    rows_of_reports.added_count,
    rows_of_reports.pending_cancellation_count,
    rows_of_reports.pending_invitation_count,
    rows_of_reports.active_count,
    rows_of_reports.inactive_count,
    -- times
    reports.report_date
from rows_of_reports
inner join reports
    on
        rows_of_reports.report_day_id = reports.report_day_id
        and rows_of_reports.content_hash = reports.content_hash
