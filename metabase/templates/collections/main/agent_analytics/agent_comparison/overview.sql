with {{snippet: days}},

{{snippet: agent_sessions}},

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
    case when developer_count >= {{snippet: fewest_people}} then developer_count end as developer_count,
    session_count,
    case when developer_count >= {{snippet: fewest_people}} then completed_count / session_count end as success_share,
    case when developer_count >= {{snippet: fewest_people}} then median_active_seconds end as median_active_seconds,
    case when developer_count >= {{snippet: fewest_people}} then accepted_edit_count end as accepted_edit_count,
    cost_microusd / 1e6 as list_cost_usd,
    cost_microusd / 1e6 / nullif(costed_session_count, 0) as cost_per_session_usd
from totals
order by session_count desc, agent asc
