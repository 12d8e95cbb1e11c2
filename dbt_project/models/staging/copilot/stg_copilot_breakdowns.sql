with rows_of_reports as (
    select * from {{ source('copilot', 'breakdowns') }}
),

reports as (
    select * from {{ ref('base_copilot__reports') }}
)

select
    -- ids
    rows_of_reports.breakdown_id as breakdown_key,
    reports.scope_kind,
    reports.scope,
    rows_of_reports.user_number,
    -- categories
    rows_of_reports.dimension,
    rows_of_reports.name,
    rows_of_reports.second_name,
    -- measures
    rows_of_reports.interaction_count,
    rows_of_reports.generation_count,
    rows_of_reports.acceptance_count,
    rows_of_reports.lines_suggested_to_add,
    rows_of_reports.lines_suggested_to_delete,
    rows_of_reports.lines_added,
    rows_of_reports.lines_deleted,
    rows_of_reports.session_count,
    -- times
    reports.report_date
from rows_of_reports
inner join reports
    on
        rows_of_reports.report_day_id = reports.report_day_id
        and rows_of_reports.content_hash = reports.content_hash
