with rows_of_reports as (
    select * from {{ source('copilot', 'repository_days') }}
),

reports as (
    select * from {{ ref('base_copilot__reports') }}
)

select
    -- ids
    rows_of_reports.repository_day_id as repository_day_key,
    reports.scope_kind,
    reports.scope,
    rows_of_reports.repository_number,
    rows_of_reports.repository_owner,
    rows_of_reports.repository_name,
    -- categories
    rows_of_reports.visibility,
    -- measures
    rows_of_reports.pull_requests_created,
    rows_of_reports.pull_requests_merged,
    rows_of_reports.pull_requests_reviewed,
    rows_of_reports.copilot_pull_requests_created,
    rows_of_reports.copilot_pull_requests_merged,
    rows_of_reports.copilot_pull_requests_reviewed,
    rows_of_reports.median_minutes_to_merge,
    -- times
    reports.report_date
from rows_of_reports
inner join reports
    on
        rows_of_reports.report_day_id = reports.report_day_id
        and rows_of_reports.content_hash = reports.content_hash
