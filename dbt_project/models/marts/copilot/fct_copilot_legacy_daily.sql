with days as (
    select * from {{ ref('stg_copilot_legacy_days') }}
)

select
    -- ids
    legacy_day_key,
    report_date as usage_date,
    scope,
    -- categories
    'vendor_reported_legacy' as series,
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
    pull_request_summary_count
from days
