with {{snippet: days}},

sessions as (
    select
        coalesce(dim_agents.display_name, fct_agent_sessions.agent) as agent_name,
        {{snippet: known_person}} as developer_key,
        fct_agent_sessions.outcome
    from marts.fct_agent_sessions
    inner join days
        on fct_agent_sessions.started_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_agent_sessions.agent = dim_agents.agent
    where
        true
        [[and coalesce(fct_agent_sessions.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and fct_agent_sessions.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_agent_sessions.main_model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
)

select
    agent_name,
    count(*) filter (where outcome = 'completed') / count(*) as success_share
from sessions
group by agent_name
having count(distinct developer_key) >= 5
order by success_share desc, agent_name asc
