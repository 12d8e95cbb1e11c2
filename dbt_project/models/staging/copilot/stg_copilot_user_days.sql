with rows_of_reports as (
    select * from {{ source('copilot', 'user_days') }}
),

reports as (
    select * from {{ ref('base_copilot__reports') }}
)

select
    -- ids
    rows_of_reports.user_day_id as user_day_key,
    reports.scope_kind,
    reports.scope,
    rows_of_reports.organization_number,
    rows_of_reports.enterprise_number,
    rows_of_reports.user_number,
    rows_of_reports.user_login,
    -- categories
    rows_of_reports.used_agent,
    rows_of_reports.used_chat,
    rows_of_reports.used_cli,
    rows_of_reports.used_cloud_agent,
    rows_of_reports.used_code_review,
    rows_of_reports.used_app,
    -- measures
    rows_of_reports.interaction_count,
    rows_of_reports.generation_count,
    rows_of_reports.acceptance_count,
    rows_of_reports.lines_suggested_to_add,
    rows_of_reports.lines_suggested_to_delete,
    rows_of_reports.lines_added,
    rows_of_reports.lines_deleted,
    rows_of_reports.completion_count,
    rows_of_reports.accepted_completion_count,
    rows_of_reports.agent_edit_count,
    rows_of_reports.chat_prompt_count,
    rows_of_reports.ai_credits,
    rows_of_reports.adoption_phase,
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
    -- times
    reports.report_date
from rows_of_reports
inner join reports
    on
        rows_of_reports.report_day_id = reports.report_day_id
        and rows_of_reports.content_hash = reports.content_hash
