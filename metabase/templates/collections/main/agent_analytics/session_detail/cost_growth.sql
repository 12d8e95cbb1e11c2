with chosen as (
    select session_key
    from marts.fct_agent_sessions
    where
        true
        [[and {{date}}]]
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
        [[and {{session}}]]
    order by started_at desc, session_key asc
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
