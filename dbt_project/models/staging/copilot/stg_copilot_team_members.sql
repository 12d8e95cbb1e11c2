with rows_of_reports as (
    select * from {{ source('copilot', 'team_members') }}
),

reports as (
    select * from {{ ref('base_copilot__reports') }}
)

select
    -- ids
    rows_of_reports.team_member_id as team_member_key,
    reports.scope_kind,
    reports.scope,
    rows_of_reports.user_number,
    rows_of_reports.user_login,
    rows_of_reports.team_number,
    -- categories
    rows_of_reports.team_slug,
    -- times
    reports.report_date
from rows_of_reports
inner join reports
    on
        rows_of_reports.report_day_id = reports.report_day_id
        and rows_of_reports.content_hash = reports.content_hash
