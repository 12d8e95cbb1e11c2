-- Requests, tokens, sessions and distinct people by day of the period; people are null where only
-- accounts and machines are known.
with activity as (
    select
        usage_date as active_date,
        developer_key,
        request_count,
        total_input_tokens + output_tokens as tokens,
        0 as session_count
    from marts.fct_daily_agent_usage
    union all
    select
        started_date as active_date,
        developer_key,
        0 as request_count,
        0 as tokens,
        1 as session_count
    from marts.fct_agent_sessions
)

select
    activity.active_date,
    sum(activity.request_count) as request_count,
    sum(activity.tokens) as tokens,
    sum(activity.session_count) as session_count,
    nullif(
        count(distinct activity.developer_key) filter (where developers.is_resolved), 0
    ) as developer_count
from activity
left join marts.dim_developers as developers
    on activity.developer_key = developers.developer_key
where activity.active_date between $first_day and $last_day
group by activity.active_date
