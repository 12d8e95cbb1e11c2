with user_days as (
    select * from {{ ref('int_copilot_user_days') }}
),

features as (
    select
        report_date,
        scope_kind,
        scope,
        user_number,
        {{ total("case when name = 'code_completion' then generation_count end") }}
            as completion_count,
        {{ total("case when name = 'code_completion' then acceptance_count end") }}
            as accepted_completion_count,
        {{ total("case when name = 'agent_edit' then generation_count end") }}
            as agent_edit_count,
        {{ total("case when name like 'chat%' then interaction_count end") }}
            as chat_prompt_count
    from {{ ref('stg_copilot_breakdowns') }}
    where dimension = 'feature' and user_number is not null
    group by report_date, scope_kind, scope, user_number
)

select
    -- ids
    user_days.user_day_key as copilot_usage_key,
    user_days.report_date as usage_date,
    user_days.developer_key,
    user_days.user_number as account_number,
    user_days.user_login as account_login,
    user_days.team,
    user_days.scope_kind,
    user_days.scope,
    -- categories
    'vendor_reported' as series,
    user_days.is_active,
    user_days.used_agent,
    user_days.used_chat,
    user_days.used_cli,
    user_days.used_cloud_agent,
    user_days.used_code_review,
    user_days.used_app,
    user_days.adoption_phase,
    -- measures
    user_days.interaction_count,
    user_days.generation_count,
    user_days.acceptance_count,
    features.completion_count,
    features.accepted_completion_count,
    features.agent_edit_count,
    features.chat_prompt_count,
    user_days.lines_suggested_to_add,
    user_days.lines_suggested_to_delete,
    user_days.lines_added,
    user_days.lines_deleted,
    user_days.cli_session_count,
    user_days.cli_request_count,
    user_days.cli_prompt_tokens,
    user_days.cli_output_tokens,
    user_days.ai_credits,
    {{ half_even('cast(user_days.ai_credits as decimal(18, 6)) * 10000') }}
        as ai_credits_microusd
from user_days
left join features
    on
        user_days.report_date = features.report_date
        and user_days.scope_kind = features.scope_kind
        and user_days.scope = features.scope
        and user_days.user_number = features.user_number
