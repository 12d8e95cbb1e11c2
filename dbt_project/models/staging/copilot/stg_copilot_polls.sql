with polled as (
    select * from {{ source('copilot', 'polled_reports') }}
)

select
    -- ids
    polled_report_id as polled_report_key,
    scope_kind,
    scope,
    -- categories
    report,
    coalesce(state, 'waiting') as state,
    detail,
    -- times
    paused_until_at,
    read_at
from polled
