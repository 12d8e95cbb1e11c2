with repositories as (
    select * from {{ ref('stg_copilot_repositories') }}
)

select
    -- ids
    repository_day_key,
    report_date as activity_date,
    scope_kind,
    scope,
    repository_number,
    repository_owner,
    repository_name,
    -- categories
    'vendor_reported' as series,
    visibility,
    -- measures
    pull_requests_created,
    pull_requests_merged,
    pull_requests_reviewed,
    copilot_pull_requests_created,
    copilot_pull_requests_merged,
    copilot_pull_requests_reviewed,
    median_minutes_to_merge
from repositories
