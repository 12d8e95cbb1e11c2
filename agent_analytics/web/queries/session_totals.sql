-- Sessions started in the period and in the one before.
select
    started_date >= $first_day as is_now,
    count(*) as session_count
from marts.fct_agent_sessions
where started_date between $before_first_day and $last_day
group by is_now
