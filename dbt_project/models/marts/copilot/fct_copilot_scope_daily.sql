with metrics as (
    select * from {{ ref('stg_copilot_metrics') }}
),

scopes as (
    select * from {{ ref('int_copilot_scopes') }}
    where report = 'usage'
)

select
    -- ids
    metrics.copilot_day_key,
    metrics.report_date as usage_date,
    metrics.scope_kind,
    metrics.scope,
    -- categories
    'vendor_reported' as series,
    coalesce(scopes.is_covered, false) as is_covered,
    -- measures
    metrics.daily_active_users,
    metrics.weekly_active_users,
    metrics.monthly_active_users,
    metrics.monthly_active_chat_users,
    metrics.monthly_active_agent_users,
    metrics.daily_active_cli_users,
    metrics.daily_active_app_users,
    metrics.daily_active_cloud_agent_users,
    metrics.daily_active_code_review_users,
    metrics.interaction_count,
    metrics.generation_count,
    metrics.acceptance_count,
    metrics.lines_suggested_to_add,
    metrics.lines_suggested_to_delete,
    metrics.lines_added,
    metrics.lines_deleted,
    metrics.pull_requests_created,
    metrics.pull_requests_merged,
    metrics.pull_requests_reviewed,
    metrics.copilot_pull_requests_created,
    metrics.copilot_pull_requests_merged,
    metrics.copilot_pull_requests_reviewed,
    metrics.median_minutes_to_merge
from metrics
left join scopes
    on metrics.scope_kind = scopes.scope_kind and metrics.scope = scopes.scope
