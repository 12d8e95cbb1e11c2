with sessions as (
    select
        *,
        cast(date_trunc('month', started_date) as date) as usage_month
    from {{ ref('fct_agent_sessions') }}
),

commits as (
    select
        *,
        cast(date_trunc('month', committed_date) as date) as usage_month
    from {{ ref('fct_git_commits') }}
    where is_assisted and not coalesce(is_superseded, false)
),

units as (
    select
        usage_month,
        team,
        'accepted_edit' as saving_model,
        'hours_per_accepted_edit' as assumption,
        sum(accepted_edit_count) as unit_count
    from sessions
    group by usage_month, team
    union all
    select
        commits.usage_month,
        sessions.team,
        'assisted_commit' as saving_model,
        'hours_per_assisted_commit' as assumption,
        count(*) as unit_count
    from commits
    left join sessions on commits.session_key = sessions.session_key
    group by commits.usage_month, sessions.team
    union all
    select
        usage_month,
        team,
        'survey' as saving_model,
        'hours_per_developer_month' as assumption,
        count(distinct developer_key) as unit_count
    from sessions
    group by usage_month, team
)

select
    {{ surrogate_key(['usage_month', 'team', 'saving_model']) }} as saved_key,
    *
from units
