with commits as (
    select
        coalesce(dim_repositories.repository_name, 'unknown') as repository,
        fct_git_commits.developer_key,
        fct_git_commits.lines_added + fct_git_commits.lines_deleted as changed_lines,
        coalesce(fct_git_commits.is_assisted [[and {{agent}}]], false) as is_assisted
    from marts.fct_git_commits
    left join marts.dim_repositories
        on fct_git_commits.repository_key = dim_repositories.repository_key
    left join marts.dim_developers
        on fct_git_commits.developer_key = dim_developers.developer_key
    where
        not fct_git_commits.is_merge
        and not fct_git_commits.is_superseded
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{repository}}]]
),

totals as (
    select
        repository,
        count(*) as commit_count,
        count(distinct developer_key) as people_count,
        count(*) filter (where is_assisted) as assisted_count,
        sum(changed_lines) as changed_lines,
        sum(changed_lines) filter (where is_assisted) as assisted_lines
    from commits
    group by repository
),

ranked as (
    select
        *,
        row_number() over (order by people_count, repository) as place,
        sum(people_count) over (
            order by people_count, repository
        ) - people_count as smaller_people_count
    from totals
)

-- Hidden groups must hide each other, too: those too small stay five people together.
select
    repository,
    commit_count,
    people_count,
    assisted_count / commit_count as assisted_share,
    changed_lines,
    assisted_lines / nullif(changed_lines, 0) as assisted_line_share
from ranked
where people_count >= 5 and (place = 1 or smaller_people_count >= 5)
order by commit_count desc, repository
limit 50
