with rows_of_reports as (
    select * from {{ source('copilot', 'credit_items') }}
),

reports as (
    select * from {{ ref('base_copilot__reports') }}
)

select
    -- ids
    rows_of_reports.credit_item_id as credit_item_key,
    reports.scope_kind,
    reports.scope,
    -- categories
    rows_of_reports.product,
    rows_of_reports.article,
    rows_of_reports.model,
    rows_of_reports.unit,
    -- measures
    rows_of_reports.gross_quantity,
    rows_of_reports.discount_quantity,
    rows_of_reports.net_quantity,
    rows_of_reports.gross_microusd,
    rows_of_reports.discount_microusd,
    rows_of_reports.net_microusd,
    -- times
    reports.report_date
from rows_of_reports
inner join reports
    on
        rows_of_reports.report_day_id = reports.report_day_id
        and rows_of_reports.content_hash = reports.content_hash
