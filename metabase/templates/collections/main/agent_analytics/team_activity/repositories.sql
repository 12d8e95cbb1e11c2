with {{snippet: days}},

sessions as (
    select
        coalesce(dim_repositories.repository_name, 'no known repository') as repository_name,
        {{snippet: known_person}} as developer_key,
        case
            when coalesce(fct_agent_sessions.lines_added, fct_agent_sessions.lines_removed) is not null
                then
                    coalesce(fct_agent_sessions.lines_added, 0)
                    + coalesce(fct_agent_sessions.lines_removed, 0)
        end as lines_changed,
        fct_agent_sessions.list_cost_microusd
    from marts.fct_agent_sessions
    inner join days
        on fct_agent_sessions.started_date between days.first_day and days.last_day
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    where
        true
        {{snippet: team}}
        [[and fct_agent_sessions.agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and {{repository}}]]
        [[and fct_agent_sessions.main_model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
),

totals as (
    select
        repository_name,
        count(*) as session_count,
        count(distinct developer_key) as developer_count,
        sum(lines_changed) as line_count,
        sum(list_cost_microusd) as cost_microusd
    from sessions
    group by repository_name
)

select
    repository_name,
    session_count,
    case when developer_count >= {{snippet: fewest_people}} then developer_count end as developer_count,
    line_count,
    cost_microusd / 1e6 as list_cost_usd
from totals
order by session_count desc, repository_name asc
