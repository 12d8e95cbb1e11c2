with {{snippet: whole_weeks}},

sessions as (
    select
        date_trunc('week', started_date) as week_start,
        {{snippet: known_person}} as developer_key,
        outcome
    from marts.fct_agent_sessions
    where
        started_date between (select first_day from days) and (select last_day from days)
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
),

people as (
    select count(distinct developer_key) as people_count
    from sessions
)

select
    cast(sessions.week_start as date) as week_start,
    sessions.outcome,
    count(*) as session_count
from sessions
cross join people
where people.people_count >= {{snippet: fewest_people}}
group by sessions.week_start, sessions.outcome
order by sessions.week_start, sessions.outcome
