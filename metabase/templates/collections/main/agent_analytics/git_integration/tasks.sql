with commits as (
    select
        fct_git_commits.developer_key,
        fct_commit_tasks.task_type,
        fct_commit_tasks.task_evidence,
        coalesce(fct_git_commits.is_assisted [[and {{agent}}]], false) as is_assisted
    from marts.fct_git_commits
    inner join marts.fct_commit_tasks
        on fct_git_commits.commit_key = fct_commit_tasks.commit_key
    where
        not fct_git_commits.is_merge
        and not fct_git_commits.is_superseded
        [[and {{date}}]]
        {{snippet: team}}
        {{snippet: repository}}
),

totals as (
    select
        count(distinct developer_key) as people_count,
        count(*) as commit_count
    from commits
)

select
    commits.task_type,
    count(*) as commit_count,
    count(*) / any_value(totals.commit_count) as commit_share,
    count(*) filter (where commits.is_assisted) / count(*) as assisted_share,
    string_agg(
        distinct replace(commits.task_evidence, '_', ' '), ', '
        order by replace(commits.task_evidence, '_', ' ')
    ) as told_by
from commits
cross join totals
where totals.people_count >= {{snippet: fewest_people}}
group by commits.task_type
order by commits.task_type = 'unknown', commit_count desc, commits.task_type asc
