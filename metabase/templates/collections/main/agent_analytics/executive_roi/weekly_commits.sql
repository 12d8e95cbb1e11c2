with {{snippet: whole_weeks}},

commits as (
    select
        cast(date_trunc('week', fct_git_commits.committed_date) as date) as commit_week,
        fct_git_commits.developer_key,
        fct_git_commits.is_assisted
    from marts.fct_git_commits
    inner join days
        on fct_git_commits.committed_date between days.first_day and days.last_day
    where
        not fct_git_commits.is_merge
        and not fct_git_commits.is_superseded
        {{snippet: team}}
        {{snippet: repository}}
),

people as (
    select count(distinct developer_key) as people_count
    from commits
)

select
    commits.commit_week,
    count(*) filter (where commits.is_assisted) as assisted_count,
    count(*) filter (where not commits.is_assisted) as other_count
from commits
cross join people
where people.people_count >= {{snippet: fewest_people}}
group by commits.commit_week
order by commits.commit_week
