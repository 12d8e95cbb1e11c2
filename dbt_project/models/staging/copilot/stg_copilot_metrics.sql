with rows_of_reports as (
    select * from {{ source('copilot', 'usage_days') }}
),

reports as (
    select * from {{ ref('base_copilot__reports') }}
)

select
    -- ids
    rows_of_reports.usage_day_id as copilot_day_key,
    reports.scope_kind,
    reports.scope,
    rows_of_reports.organization_number,
    rows_of_reports.enterprise_number,
    -- measures
    rows_of_reports.daily_active_users,
    rows_of_reports.weekly_active_users,
    rows_of_reports.monthly_active_users,
    rows_of_reports.monthly_active_chat_users,
    rows_of_reports.monthly_active_agent_users,
    rows_of_reports.daily_active_cli_users,
    rows_of_reports.daily_active_app_users,
    rows_of_reports.daily_active_cloud_agent_users,
    rows_of_reports.daily_active_code_review_users,
    rows_of_reports.interaction_count,
    rows_of_reports.generation_count,
    rows_of_reports.acceptance_count,
    rows_of_reports.lines_suggested_to_add,
    rows_of_reports.lines_suggested_to_delete,
    rows_of_reports.lines_added,
    rows_of_reports.lines_deleted,
    rows_of_reports.ai_credits,
    rows_of_reports.cli_session_count,
    rows_of_reports.cli_request_count,
    rows_of_reports.cli_prompt_count,
    rows_of_reports.cli_prompt_tokens,
    rows_of_reports.cli_output_tokens,
    rows_of_reports.app_session_count,
    rows_of_reports.app_request_count,
    rows_of_reports.app_prompt_count,
    rows_of_reports.app_prompt_tokens,
    rows_of_reports.app_output_tokens,
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
