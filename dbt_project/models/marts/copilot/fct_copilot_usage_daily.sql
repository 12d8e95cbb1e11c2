with user_days as (
    select * from {{ ref('int_copilot_user_days') }}
)

select
    -- ids
    user_day_key as copilot_usage_key,
    report_date as usage_date,
    developer_key,
    user_number as account_number,
    user_login as account_login,
    team,
    scope_kind,
    scope,
    -- categories
    'vendor_reported' as series,
    is_active,
    used_agent,
    used_chat,
    used_cli,
    used_cloud_agent,
    used_code_review,
    used_app,
    adoption_phase,
    -- measures
    interaction_count,
    generation_count,
    acceptance_count,
    completion_count,
    accepted_completion_count,
    agent_edit_count,
    chat_prompt_count,
    lines_suggested_to_add,
    lines_suggested_to_delete,
    lines_added,
    lines_deleted,
    cli_session_count,
    cli_request_count,
    cli_prompt_tokens,
    cli_output_tokens,
    ai_credits,
    {{ half_even('cast(ai_credits as decimal(20, 6)) * 10000') }}
        as ai_credits_microusd
from user_days
