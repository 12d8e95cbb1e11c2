with {{snippet: days}},

requests as (
    select
        coalesce(dim_agents.display_name, fct_agent_requests.agent) as agent_name,
        fct_agent_requests.duration_ms
    from marts.fct_agent_requests
    inner join days
        on fct_agent_requests.request_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_agent_requests.agent = dim_agents.agent
    where
        fct_agent_requests.duration_ms is not null
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and fct_agent_requests.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
)

select
    agent_name,
    quantile_cont(duration_ms, 0.5) / 1e3 as median_seconds,
    quantile_cont(duration_ms, 0.9) / 1e3 as p90_seconds
from requests
group by agent_name
order by median_seconds, agent_name
