-- Commits of the period by repository, beside what agents cost there: nothing where none was used,
-- and null where none was seen anywhere or nobody can price it.
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
        sum(request_count) as request_count,
        sum(list_cost_microusd) as list_cost_microusd
    from marts.fct_daily_agent_usage
    where usage_date between $first_day and $last_day
    group by repository_key
),

any_usage as (
    select count(*) > 0 as is_any
    from usage
)

select
    repositories.repository_name,
    commits.commit_count,
    commits.assisted_commit_count,
    commits.lines_added,
    commits.lines_deleted,
    case
        when usage.request_count is null and any_usage.is_any then 0
        else usage.list_cost_microusd
    end as list_cost_microusd
from commits
full join usage
    on commits.repository_key = usage.repository_key
cross join any_usage
left join marts.dim_repositories as repositories
    on coalesce(commits.repository_key, usage.repository_key) = repositories.repository_key
order by
    commits.commit_count desc nulls last,
    list_cost_microusd desc nulls last,
    repositories.repository_name asc
