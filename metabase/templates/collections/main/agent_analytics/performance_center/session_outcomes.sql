with sessions as (
    select
        date_trunc('week', fct_agent_sessions.started_date) as week_start,
        fct_agent_sessions.developer_key,
        fct_agent_sessions.outcome
    from marts.fct_agent_sessions
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
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
where people.people_count >= 5
group by sessions.week_start, sessions.outcome
order by sessions.week_start, sessions.outcome
