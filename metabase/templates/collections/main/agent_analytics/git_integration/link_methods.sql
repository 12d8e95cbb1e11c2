with commits as (
    select fct_git_commits.method
    from marts.fct_git_commits
    left join marts.dim_repositories
        on fct_git_commits.repository_key = dim_repositories.repository_key
    left join marts.dim_developers
        on fct_git_commits.developer_key = dim_developers.developer_key
    left join marts.dim_team_groups
        on dim_developers.team is not distinct from dim_team_groups.team
    where
        fct_git_commits.is_assisted
        and not fct_git_commits.is_superseded
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
)

select
    replace(method, '_', ' ') as method,
    count(*) as commit_count
from commits
group by method
order by commit_count desc, method asc
