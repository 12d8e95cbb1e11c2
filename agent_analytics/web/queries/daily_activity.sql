-- Requests, tokens, sessions and distinct people by day of the period.
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
    active_date,
    sum(request_count) as request_count,
    sum(tokens) as tokens,
    sum(session_count) as session_count,
    count(distinct developer_key) as developer_count
from activity
where active_date between $first_day and $last_day
group by active_date
