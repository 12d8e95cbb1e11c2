with commits as (
    select method
    from marts.fct_git_commits
    where
        is_assisted
        and not is_superseded
        [[and {{date}}]]
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
)

select
    replace(method, '_', ' ') as method,
    count(*) as commit_count
from commits
group by method
order by commit_count desc, method asc
