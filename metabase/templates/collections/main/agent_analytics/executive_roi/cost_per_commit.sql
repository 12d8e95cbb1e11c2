with {{snippet: periods}},

commits as (
    select
        committed_date,
        session_key
    from marts.fct_git_commits
    where
        not is_merge
        and not is_superseded
        and is_assisted
        and session_key is not null
        {{snippet: team}}
        {{snippet: repository}}
),

linked as (
    select
        periods.first_day,
        commits.session_key,
        count(*) as commit_count
    from periods
    inner join commits
        on commits.committed_date between periods.first_day and periods.last_day
    group by periods.first_day, commits.session_key
)

select
    periods.first_day as period_day,
    sum(fct_agent_sessions.list_cost_microusd) / 1e6
    / sum(linked.commit_count) filter (
        where fct_agent_sessions.list_cost_microusd is not null
    ) as cost_per_commit_usd
from periods
left join linked
    on periods.first_day = linked.first_day
left join marts.fct_agent_sessions
    on linked.session_key = fct_agent_sessions.session_key
group by periods.first_day
order by periods.first_day
