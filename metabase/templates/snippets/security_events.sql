-- Security events under the filters of the board.
events as (
    select *
    from marts.fct_security_events
    where
        true
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
)
