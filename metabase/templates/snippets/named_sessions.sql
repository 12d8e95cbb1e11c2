{{snippet: sessions}},

named as (
    select
        sessions.*,
        dim_repositories.repository_name,
        dim_models.model,
        coalesce(dim_agents.display_name, sessions.agent) as agent_name
    from sessions
    left join marts.dim_repositories
        on sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on sessions.main_model_key = dim_models.model_key
    left join marts.dim_agents
        on sessions.agent = dim_agents.agent
)
