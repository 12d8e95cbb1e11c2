-- Sessions that begin in the period, with the name of their agent and only with people who are known.
sessions as (
    select
        fct_agent_sessions.* replace (
            {{snippet: known_person}} as developer_key
        ),
        coalesce(dim_agents.display_name, fct_agent_sessions.agent) as agent_name
    from marts.fct_agent_sessions
    inner join days
        on fct_agent_sessions.started_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_agent_sessions.agent = dim_agents.agent
    where
        true
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and fct_agent_sessions.main_model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
)
