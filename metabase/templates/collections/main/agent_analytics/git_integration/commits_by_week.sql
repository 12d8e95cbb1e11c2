with {{snippet: whole_weeks}},

commits as (
    select
        cast(date_trunc('week', fct_git_commits.committed_date) as date) as week_start,
        fct_git_commits.developer_key,
        case
            when fct_git_commits.is_assisted [[and {{agent}}]]
                then coalesce(dim_agents.display_name, fct_git_commits.agent)
            else 'no agent'
        end as agent_name
    from marts.fct_git_commits
    left join marts.dim_agents
        on fct_git_commits.agent = dim_agents.agent
    where
        not fct_git_commits.is_merge
        and not fct_git_commits.is_superseded
        and fct_git_commits.committed_date between (select first_day from days) and (select last_day from days)
        {{snippet: team}}
        {{snippet: repository}}
),

people as (
    select count(distinct developer_key) as people_count
    from commits
)

select
    commits.week_start,
    commits.agent_name,
    count(*) as commit_count
from commits
cross join people
where people.people_count >= {{snippet: fewest_people}}
group by commits.week_start, commits.agent_name
order by commits.week_start, commits.agent_name
