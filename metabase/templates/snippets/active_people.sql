-- Who worked with an agent, and when; machines and accounts without a known person are left out.
people as (
    select
        activity_date,
        developer_key
    from marts.fct_developer_activity
    where
        is_resolved
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
)
