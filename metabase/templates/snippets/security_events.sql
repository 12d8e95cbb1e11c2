-- Security events under the filters of the board.
events as (
    select *
    from marts.fct_security_events
    where
        true
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
)
