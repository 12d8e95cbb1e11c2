with {{snippet: whole_weeks}},

{{snippet: agent_sessions}},

people as (
    select count(distinct developer_key) as people_count
    from sessions
)

select
    cast(date_trunc('week', sessions.started_date) as date) as usage_week,
    count(*) filter (where sessions.outcome = 'completed') as completed_count,
    count(*) filter (where sessions.outcome = 'abandoned') as abandoned_count,
    count(*) filter (where sessions.outcome = 'failed') as failed_count
from sessions
cross join people
where people.people_count >= {{snippet: fewest_people}}
group by usage_week
order by usage_week
