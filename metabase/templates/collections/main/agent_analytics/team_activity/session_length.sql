with {{snippet: whole_weeks}},

{{snippet: agent_sessions}},

people as (
    select count(distinct developer_key) as people_count
    from sessions
)

select
    cast(date_trunc('week', sessions.started_date) as date) as usage_week,
    quantile_cont(sessions.active_seconds, 0.5) / 60 as median_minutes,
    quantile_cont(sessions.active_seconds, 0.9) / 60 as p90_minutes
from sessions
cross join people
where people.people_count >= {{snippet: fewest_people}}
group by usage_week
order by usage_week
