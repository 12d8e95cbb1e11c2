with days as (
    select
        min(week_start_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

commits as (
    select
        cast(date_trunc('week', fct_git_commits.committed_date) as date) as commit_week,
        count(*) as commit_count
    from marts.fct_git_commits
    inner join days
        on fct_git_commits.committed_date between days.first_day and days.last_day
    left join marts.dim_developers
        on fct_git_commits.developer_key = dim_developers.developer_key
    left join marts.dim_repositories
        on fct_git_commits.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on dim_developers.team is not distinct from dim_team_groups.team
    where
        not fct_git_commits.is_merge
        and not fct_git_commits.is_superseded
        and fct_git_commits.is_assisted
        [[and {{team}}]]
        [[and {{repository}}]]
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
    left join marts.dim_repositories
        on fct_agent_costs.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_agent_costs.team is not distinct from dim_team_groups.team
    where
        fct_agent_costs.cost_type = 'list'
        [[and {{team}}]]
        [[and {{repository}}]]
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
