with commits as (
    select method
    from marts.fct_git_commits
    where
        is_assisted
        and not is_superseded
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
)

select
    replace(method, '_', ' ') as method,
    count(*) as commit_count
from commits
group by method
order by commit_count desc, method asc
