with commits as (
    select
        fct_git_commits.committed_date,
        cast(date_trunc('week', fct_git_commits.committed_date) as date) as week_start,
        fct_git_commits.developer_key,
        coalesce(fct_git_commits.is_assisted [[and {{agent}}]], false) as is_assisted
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
        and fct_git_commits.developer_key is not null
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{repository}}]]
),

people as (
    select count(distinct developer_key) as people_count
    from commits
),

weeks as (
    select
        week_start,
        count(distinct row(developer_key, committed_date)) as active_day_count,
        count(*) filter (where is_assisted) as assisted_count,
        count(*) filter (where not is_assisted) as unassisted_count
    from commits
    group by week_start
)

select
    weeks.week_start,
    weeks.assisted_count / weeks.active_day_count as assisted_per_active_day,
    weeks.unassisted_count / weeks.active_day_count as unassisted_per_active_day
from weeks
cross join people
where people.people_count >= 5
order by weeks.week_start
