with {{snippet: whole_weeks}},

commits as (
    select
        cast(date_trunc('week', committed_date) as date) as week_start,
        developer_key,
        agent_lines,
        human_lines,
        unknown_lines,
        moved_lines,
        generated_lines
    from marts.fct_git_commits
    where
        not is_merge
        and not is_superseded
        and committed_date between (select first_day from days) and (select last_day from days)
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
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
where people.people_count >= {{snippet: fewest_people}}
group by commits.week_start
order by commits.week_start
