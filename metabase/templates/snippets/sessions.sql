-- Sessions under the filters of the board.
sessions as (
    select *
    from marts.fct_agent_sessions
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
        [[and {{session}}]]
)
