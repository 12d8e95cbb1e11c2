-- Daily use under the filters of the board.
filtered_usage as (
    select *
    from marts.fct_daily_agent_usage
    where
        true
        {{snippet: team_agent_repository}}
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
)
