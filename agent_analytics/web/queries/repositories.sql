-- Commits of the period by repository, beside what agents cost there.
with commits as (
    select
        repository_key,
        count(*) as commit_count,
        count(*) filter (where is_assisted) as assisted_commit_count,
        sum(lines_added) as lines_added,
        sum(lines_deleted) as lines_deleted
    from marts.fct_git_commits
    where committed_date between $first_day and $last_day
    group by repository_key
),

usage as (
    select
        repository_key,
        sum(list_cost_microusd) as list_cost_microusd
    from marts.fct_daily_agent_usage
    where usage_date between $first_day and $last_day
    group by repository_key
)

select
    repositories.repository_name,
    commits.commit_count,
    commits.assisted_commit_count,
    commits.lines_added,
    commits.lines_deleted,
    usage.list_cost_microusd
from commits
full join usage
    on commits.repository_key = usage.repository_key
left join marts.dim_repositories as repositories
    on coalesce(commits.repository_key, usage.repository_key) = repositories.repository_key
order by
    commits.commit_count desc nulls last,
    usage.list_cost_microusd desc nulls last,
    repositories.repository_name asc
