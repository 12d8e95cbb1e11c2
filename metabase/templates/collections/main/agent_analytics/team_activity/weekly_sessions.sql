with {{snippet: whole_weeks}},

sessions as (
    select
        cast(date_trunc('week', fct_agent_sessions.started_date) as date) as usage_week,
        coalesce(dim_team_groups.team_group, 'No team') as team_group
    from marts.fct_agent_sessions
    inner join days
        on fct_agent_sessions.started_date between days.first_day and days.last_day
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{team}}]]
        [[and fct_agent_sessions.agent in (select agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
        [[and fct_agent_sessions.main_model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
)

select
    usage_week,
    team_group,
    count(*) as session_count
from sessions
group by usage_week, team_group
order by usage_week, team_group
