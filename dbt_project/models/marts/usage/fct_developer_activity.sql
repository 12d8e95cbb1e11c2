with activity as (
    select
        usage_date as activity_date,
        developer_key,
        agent,
        team,
        repository_key,
        'observed' as series,
        request_count,
        0 as session_count
    from {{ ref('fct_daily_agent_usage') }}
    union all by name
    select
        started_date as activity_date,
        developer_key,
        agent,
        team,
        repository_key,
        'observed' as series,
        0 as request_count,
        1 as session_count
    from {{ ref('fct_agent_sessions') }}
    union all by name
    select
        usage_date as activity_date,
        developer_key,
        'copilot' as agent,
        team,
        series
    from {{ ref('fct_copilot_usage_daily') }}
    where is_active
),

developers as (
    select * from {{ ref('dim_developers') }}
)

select
    -- ids
    {{ surrogate_key([
        'activity.activity_date', 'activity.developer_key', 'activity.agent', 'activity.team',
        'activity.repository_key', 'activity.series',
    ]) }} as developer_activity_key,
    activity.activity_date,
    activity.developer_key,
    activity.agent,
    activity.team,
    activity.repository_key,
    -- categories
    activity.series,
    coalesce(developers.is_resolved, false) as is_resolved,
    -- measures
    {{ total('activity.session_count') }} as session_count,
    {{ total('activity.request_count') }} as request_count
from activity
left join developers on activity.developer_key = developers.developer_key
group by
    activity.activity_date,
    activity.developer_key,
    activity.agent,
    activity.team,
    activity.repository_key,
    activity.series,
    developers.is_resolved
