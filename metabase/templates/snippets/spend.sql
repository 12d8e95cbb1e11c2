-- What vendors bill, and list cost where they bill nothing.
costs as (
    select *
    from marts.fct_agent_costs
    where
        is_spend
        {{snippet: team_agent_repository}}
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
)
