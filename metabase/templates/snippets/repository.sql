[[and repository_key in (
    select repository_key from marts.dim_repositories where {{repository}}
)]]
