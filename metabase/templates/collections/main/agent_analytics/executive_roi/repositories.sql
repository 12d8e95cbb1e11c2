with {{snippet: days}},

costs as (
    select
        dim_repositories.repository_name,
        sum(fct_agent_costs.cost_microusd) as cost_microusd
    from marts.fct_agent_costs
    inner join days
        on fct_agent_costs.cost_date between days.first_day and days.last_day
    left join marts.dim_repositories
        on fct_agent_costs.repository_key = dim_repositories.repository_key
    where
        fct_agent_costs.cost_type = 'list'
        {{snippet: team}}
        [[and {{repository}}]]
    group by
        dim_repositories.repository_name
),

commits as (
    select
        dim_repositories.repository_name,
        count(*) as commit_count,
        count(*) filter (where fct_git_commits.is_assisted) as assisted_count,
        count(distinct fct_git_commits.developer_key) as people_count
    from marts.fct_git_commits
    inner join days
        on fct_git_commits.committed_date between days.first_day and days.last_day
    left join marts.dim_repositories
        on fct_git_commits.repository_key = dim_repositories.repository_key
    where
        not fct_git_commits.is_merge
        and not fct_git_commits.is_superseded
        {{snippet: team}}
        [[and {{repository}}]]
    group by
        dim_repositories.repository_name
),

pull_requests as (
    select
        dim_repositories.repository_name,
        count(*) as merged_count
    from marts.fct_pull_requests
    inner join days
        on fct_pull_requests.merged_date between days.first_day and days.last_day
    left join marts.dim_repositories
        on fct_pull_requests.repository_key = dim_repositories.repository_key
    where
        fct_pull_requests.state = 'merged'
        {{snippet: team}}
        [[and {{repository}}]]
    group by
        dim_repositories.repository_name
),

names as (
    select repository_name from costs
    union
    select repository_name from commits
    union
    select repository_name from pull_requests
)

select
    coalesce(names.repository_name, 'no known repository') as repository_name,
    costs.cost_microusd / 1e6 as list_cost_usd,
    case when commits.people_count >= {{snippet: fewest_people}} then commits.commit_count end as commit_count,
    case
        when commits.people_count >= {{snippet: fewest_people}} then commits.assisted_count / commits.commit_count
    end as assisted_share,
    pull_requests.merged_count,
    case
        when commits.people_count >= {{snippet: fewest_people}}
            then costs.cost_microusd / 1e6 / nullif(commits.assisted_count, 0)
    end as cost_per_commit_usd
from names
left join costs
    on names.repository_name is not distinct from costs.repository_name
left join commits
    on names.repository_name is not distinct from commits.repository_name
left join pull_requests
    on names.repository_name is not distinct from pull_requests.repository_name
order by list_cost_usd desc nulls last, repository_name asc
