with {{snippet: days}},

sessions as (
    select
        coalesce(dim_agents.display_name, fct_agent_sessions.agent) as agent_name,
        {{snippet: known_person}} as developer_key,
        fct_agent_sessions.input_tokens + fct_agent_sessions.cache_write_tokens
        + fct_agent_sessions.cache_read_tokens + fct_agent_sessions.output_tokens as tokens,
        fct_agent_sessions.accepted_edit_count,
        fct_agent_sessions.lines_added,
        fct_agent_sessions.commit_count,
        fct_agent_sessions.list_cost_microusd
    from marts.fct_agent_sessions
    inner join days
        on fct_agent_sessions.started_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_agent_sessions.agent = dim_agents.agent
    where
        true
        [[and coalesce(fct_agent_sessions.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and fct_agent_sessions.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_agent_sessions.main_model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
),

edited as (
    select * from sessions
    where accepted_edit_count > 0
)

select
    agent_name,
    sum(tokens) / sum(accepted_edit_count) filter (where tokens is not null) as tokens_per_edit,
    sum(list_cost_microusd) / 1e6
    / sum(accepted_edit_count) filter (where list_cost_microusd is not null) as cost_per_edit_usd,
    sum(tokens) filter (where lines_added > 0)
    / sum(lines_added) filter (where tokens is not null and lines_added > 0) as tokens_per_line,
    sum(tokens) filter (where commit_count > 0)
    / sum(commit_count) filter (where tokens is not null and commit_count > 0) as tokens_per_commit
from edited
group by agent_name
having count(distinct developer_key) >= 5
order by cost_per_edit_usd nulls last, agent_name
