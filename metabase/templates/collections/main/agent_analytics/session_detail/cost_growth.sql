with {{snippet: chosen_session}},

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
