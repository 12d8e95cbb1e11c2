with {{snippet: days}},

sessions as (
    select
        coalesce(dim_agents.display_name, fct_agent_sessions.agent) as agent_name,
        fct_agent_sessions.error_count,
        fct_agent_sessions.request_count
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
    sum(error_count) / nullif(sum(error_count) + sum(request_count), 0) as failed_share
from sessions
group by agent_name
order by failed_share desc nulls last, agent_name asc
