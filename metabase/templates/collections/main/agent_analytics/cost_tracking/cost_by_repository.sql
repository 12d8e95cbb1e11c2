with {{snippet: days}},

usage as (
    select
        dim_repositories.repository_name,
        sum(fct_daily_agent_usage.list_cost_microusd) as cost_microusd
    from marts.fct_daily_agent_usage
    inner join days
        on fct_daily_agent_usage.usage_date between days.first_day and days.last_day
    left join marts.dim_repositories
        on fct_daily_agent_usage.repository_key = dim_repositories.repository_key
    where
        true
        {{snippet: team}}
        [[and fct_daily_agent_usage.agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and {{repository}}]]
        [[and fct_daily_agent_usage.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
    group by
        dim_repositories.repository_name
),

sessions as (
    select
        dim_repositories.repository_name,
        count(*) as session_count,
        count(fct_agent_sessions.list_cost_microusd) as costed_session_count,
        sum(fct_agent_sessions.list_cost_microusd) as cost_microusd
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
    group by
        dim_repositories.repository_name
)

select
    coalesce(usage.repository_name, 'no known repository') as repository_name,
    usage.cost_microusd / 1e6 as list_cost_usd,
    usage.cost_microusd / nullif(sum(usage.cost_microusd) over (), 0) as cost_share,
    sessions.session_count,
    sessions.cost_microusd / 1e6 / nullif(sessions.costed_session_count, 0) as cost_per_session_usd
from usage
left join sessions
    on usage.repository_name is not distinct from sessions.repository_name
order by list_cost_usd desc nulls last, repository_name asc
