[[and coalesce(team, '') in (
    select coalesce(team, '') from marts.dim_team_groups where {{team}}
)]]
