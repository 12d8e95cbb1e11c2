with {{snippet: whole_weeks}},

commits as (
    select
        cast(date_trunc('week', fct_git_commits.committed_date) as date) as commit_week,
        count(*) as commit_count
    from marts.fct_git_commits
    inner join days
        on fct_git_commits.committed_date between days.first_day and days.last_day
    where
        not fct_git_commits.is_merge
        and not fct_git_commits.is_superseded
        and fct_git_commits.is_assisted
        {{snippet: team}}
        {{snippet: repository}}
    group by
        date_trunc('week', fct_git_commits.committed_date)
),

costs as (
    select
        cast(date_trunc('week', fct_agent_costs.cost_date) as date) as cost_week,
        sum(fct_agent_costs.cost_microusd) as cost_microusd
    from marts.fct_agent_costs
    inner join days
        on fct_agent_costs.cost_date between days.first_day and days.last_day
    where
        fct_agent_costs.cost_type = 'list'
        {{snippet: team}}
        {{snippet: repository}}
    group by
        date_trunc('week', fct_agent_costs.cost_date)
)

select
    costs.cost_week as usage_week,
    costs.cost_microusd / 1e6 / commits.commit_count as cost_per_commit_usd
from costs
inner join commits
    on costs.cost_week = commits.commit_week
order by costs.cost_week
