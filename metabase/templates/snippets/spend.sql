-- What vendors bill, and list cost where they bill nothing.
costs as (
    select *
    from marts.fct_agent_costs
    where
        is_spend
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
)
