with chosen as (
    select fct_agent_sessions.session_key
    from marts.fct_agent_sessions
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
        [[and {{session}}]]
    order by fct_agent_sessions.started_at desc, fct_agent_sessions.session_key asc
    limit 1
),

requests as (
    select
        requests.requested_at,
        requests.request_key,
        requests.list_cost_microusd
    from marts.fct_agent_requests as requests
    inner join chosen on requests.session_key = chosen.session_key
)

select
    row_number() over (order by requested_at, request_key) as request_number,
    sum(list_cost_microusd) over (
        order by requested_at, request_key
        rows between unbounded preceding and current row
    ) / 1e6 as list_cost_so_far_usd
from requests
order by request_number
