with user_days as (
    select * from {{ ref('stg_copilot_user_days') }}
),

-- A user is in the reports of an enterprise and of each of its organisations: one of them counts.
placed as (
    select
        *,
        row_number() over (
            partition by report_date, user_number
            order by scope_kind, coalesce(-interaction_count, 1), scope
        ) as place
    from user_days
),

chosen as (
    select * exclude (place, user_login) from placed
    where place = 1
),

users as (
    select * from {{ ref('int_copilot_users__developer') }}
)

select
    chosen.*,
    users.user_login,
    users.developer_key,
    users.team,
    coalesce(chosen.interaction_count, 0) > 0
    or coalesce(chosen.generation_count, 0) > 0
    or coalesce(chosen.acceptance_count, 0) > 0
    or coalesce(chosen.cli_session_count, 0) > 0
    or coalesce(chosen.app_session_count, 0) > 0
    or coalesce(chosen.used_agent, false)
    or coalesce(chosen.used_chat, false)
    or coalesce(chosen.used_cli, false)
    or coalesce(chosen.used_cloud_agent, false)
    or coalesce(chosen.used_code_review, false)
    or coalesce(chosen.used_app, false) as is_active
from chosen
inner join users on chosen.user_number = users.user_number
