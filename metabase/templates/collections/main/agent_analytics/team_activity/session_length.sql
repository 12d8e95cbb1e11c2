with {{snippet: whole_weeks}},

sessions as (
    select
        cast(date_trunc('week', fct_agent_sessions.started_date) as date) as usage_week,
        {{snippet: known_person}} as developer_key,
        fct_agent_sessions.active_seconds
    from marts.fct_agent_sessions
    inner join days
        on fct_agent_sessions.started_date between days.first_day and days.last_day
    where
        true
        [[and coalesce(fct_agent_sessions.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and fct_agent_sessions.agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and fct_agent_sessions.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_agent_sessions.main_model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
),

people as (
    select count(distinct developer_key) as people_count
    from sessions
)

select
    sessions.usage_week,
    quantile_cont(sessions.active_seconds, 0.5) / 60 as median_minutes,
    quantile_cont(sessions.active_seconds, 0.9) / 60 as p90_minutes
from sessions
cross join people
where people.people_count >= 5
group by sessions.usage_week
order by sessions.usage_week
