-- Rule: a session's sums are those of its requests.
-- Why: sessions and requests are aggregated on two roads and shown side by side.
-- Not a violation: requests without a session, which no session counts.
with requests as (
    select
        session_key,
        count(*) as request_count,
        sum(list_cost_microusd) as list_cost_microusd
    from {{ ref('fct_agent_requests') }}
    where session_key is not null
    group by session_key
),

sessions as (
    select
        session_key,
        request_count,
        list_cost_microusd
    from {{ ref('fct_agent_sessions') }}
    where request_count > 0
)

select
    coalesce(requests.session_key, sessions.session_key) as session_key,
    requests.request_count,
    sessions.request_count as session_request_count
from requests
full join sessions on requests.session_key = sessions.session_key
where
    requests.request_count is distinct from sessions.request_count
    or requests.list_cost_microusd is distinct from sessions.list_cost_microusd
