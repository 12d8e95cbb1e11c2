with days as (
    select * from {{ source('copilot_legacy', 'legacy_days') }}
)

select
    -- ids
    legacy_day_id as legacy_day_key,
    scope,
    -- measures
    active_users,
    engaged_users,
    completion_users,
    suggestion_count,
    acceptance_count,
    lines_suggested,
    lines_accepted,
    chat_users,
    chat_count,
    chat_insertion_count,
    chat_copy_count,
    website_chat_users,
    website_chat_count,
    pull_request_summary_users,
    pull_request_summary_count,
    -- times
    cast(report_day as date) as report_date
from days
