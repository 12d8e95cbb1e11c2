with commits as (
    select
        cast(date_trunc('week', fct_git_commits.committed_date) as date) as week_start,
        fct_git_commits.developer_key,
        fct_git_commits.agent_lines,
        fct_git_commits.human_lines,
        fct_git_commits.unknown_lines,
        fct_git_commits.moved_lines,
        fct_git_commits.generated_lines
    from marts.fct_git_commits
    left join marts.dim_repositories
        on fct_git_commits.repository_key = dim_repositories.repository_key
    left join marts.dim_developers
        on fct_git_commits.developer_key = dim_developers.developer_key
    left join marts.dim_team_groups
        on dim_developers.team is not distinct from dim_team_groups.team
    where
        not fct_git_commits.is_merge
        and not fct_git_commits.is_superseded
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
),

people as (
    select count(distinct developer_key) as people_count
    from commits
)

select
    commits.week_start,
    sum(commits.agent_lines) as agent_lines,
    sum(commits.human_lines) as human_lines,
    sum(commits.unknown_lines) as unknown_lines,
    sum(commits.moved_lines) as moved_lines,
    sum(commits.generated_lines) as generated_lines
from commits
cross join people
where people.people_count >= 5
group by commits.week_start
order by commits.week_start
