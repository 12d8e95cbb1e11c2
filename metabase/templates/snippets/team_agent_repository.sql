[[and coalesce(team, '') in (
    select coalesce(team, '') from marts.dim_team_groups where {{team}}
)]]
[[and agent in (select agent from marts.dim_agents where {{agent}})]]
[[and repository_key in (
    select repository_key from marts.dim_repositories where {{repository}}
)]]
