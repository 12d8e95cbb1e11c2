with {{snippet: periods}},

links as (
    select
        fct_git_commits.committed_date,
        fct_git_commits.developer_key,
        fct_git_commits.session_key,
        fct_agent_sessions.list_cost_microusd
    from marts.fct_git_commits
    inner join marts.fct_agent_sessions
        on fct_git_commits.session_key = fct_agent_sessions.session_key
    where
        fct_git_commits.is_assisted
        and not fct_git_commits.is_superseded
        and fct_agent_sessions.list_cost_microusd is not null
        [[and coalesce(fct_git_commits.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and fct_git_commits.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_agent_sessions.main_model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
),

-- A session counts once in a period, however many commits it led to.
sessions as (
    select
        periods.first_day,
        links.session_key,
        count(links.committed_date) as commit_count,
        any_value(links.list_cost_microusd) as list_cost_microusd
    from periods
    left join links on links.committed_date between periods.first_day and periods.last_day
    where periods.first_day is not null
    group by periods.first_day, links.session_key
)

select
    first_day as period_start,
    sum(list_cost_microusd) / nullif(sum(commit_count), 0) / 1e6 as list_cost_per_commit_usd
from sessions
group by first_day
order by first_day
