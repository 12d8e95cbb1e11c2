with commits as (
    select
        coalesce(dim_repositories.repository_name, 'unknown') as repository,
        fct_git_commits.developer_key,
        fct_git_commits.lines_added + fct_git_commits.lines_deleted as changed_lines,
        coalesce(fct_git_commits.is_assisted [[and {{agent}}]], false) as is_assisted
    from marts.fct_git_commits
    left join marts.dim_repositories
        on fct_git_commits.repository_key = dim_repositories.repository_key
    where
        not fct_git_commits.is_merge
        and not fct_git_commits.is_superseded
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{repository}}]]
),

people as (
    select
        repository,
        count(distinct developer_key) as people_count
    from commits
    group by repository
),

{{snippet: shown_repositories}}

select
    named.shown_as as repository,
    count(*) as commit_count,
    count(distinct commits.developer_key) as people_count,
    count(*) filter (where commits.is_assisted) / count(*) as assisted_share,
    sum(commits.changed_lines) as changed_lines,
    coalesce(sum(commits.changed_lines) filter (where commits.is_assisted), 0)
    / nullif(sum(commits.changed_lines), 0) as assisted_line_share
from commits
inner join named on commits.repository = named.repository
group by named.shown_as
having count(distinct commits.developer_key) >= {{snippet: fewest_people}}
order by commit_count desc, named.shown_as asc
limit 50
