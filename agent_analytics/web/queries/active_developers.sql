-- Distinct people with a request or a session, in the period and in the one before, and beside
-- them the accounts and machines that no person is known for.
with activity as (
    select
        usage_date as active_date,
        developer_key
    from marts.fct_daily_agent_usage
    union all
    select
        started_date as active_date,
        developer_key
    from marts.fct_agent_sessions
)

select
    activity.active_date >= $first_day as is_now,
    count(distinct activity.developer_key) filter (
        where developers.is_resolved
    ) as developer_count,
    count(distinct activity.developer_key) filter (
        where not developers.is_resolved
    ) as unresolved_count
from activity
left join marts.dim_developers as developers
    on activity.developer_key = developers.developer_key
where activity.active_date between $before_first_day and $last_day
group by is_now
