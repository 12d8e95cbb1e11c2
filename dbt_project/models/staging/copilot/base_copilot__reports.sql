with reports as (
    select * from {{ source('copilot', 'report_days') }}
)

select
    report_day_id,
    scope_kind,
    scope,
    report,
    cast(report_day as date) as report_date,
    content_hash,
    row_count,
    batch_id,
    read_at
from reports
where state = 'loaded'
