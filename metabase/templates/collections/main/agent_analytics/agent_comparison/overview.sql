with {{snippet: days}},

sessions as (
    select
        fct_agent_sessions.agent,
        coalesce(dim_agents.display_name, fct_agent_sessions.agent) as agent_name,
        fct_agent_sessions.outcome,
        fct_agent_sessions.active_seconds,
        fct_agent_sessions.accepted_edit_count,
        fct_agent_sessions.list_cost_microusd,
        {{snippet: known_person}} as developer_key
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

totals as (
    select
        agent,
        agent_name,
        count(distinct developer_key) as developer_count,
        count(*) as session_count,
        count(*) filter (where outcome = 'completed') as completed_count,
        median(active_seconds) as median_active_seconds,
        sum(accepted_edit_count) as accepted_edit_count,
        sum(list_cost_microusd) as cost_microusd,
        count(list_cost_microusd) as costed_session_count
    from sessions
    group by agent, agent_name
)

select
    agent,
    agent_name,
    case when developer_count >= 5 then developer_count end as developer_count,
    session_count,
    case when developer_count >= 5 then completed_count / session_count end as success_share,
    case when developer_count >= 5 then median_active_seconds end as median_active_seconds,
    case when developer_count >= 5 then accepted_edit_count end as accepted_edit_count,
    cost_microusd / 1e6 as list_cost_usd,
    cost_microusd / 1e6 / nullif(costed_session_count, 0) as cost_per_session_usd
from totals
order by session_count desc, agent asc
