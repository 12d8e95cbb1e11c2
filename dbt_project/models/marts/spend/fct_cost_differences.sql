with requests as (
    select * from {{ ref('fct_agent_requests') }}
)

select
    request_key,
    request_date,
    agent,
    client_version,
    provider,
    model,
    model_key,
    session_key,
    request_id,
    cost_difference_reason,
    price_status,
    source_layer,
    speed,
    service_tier,
    list_cost_microusd,
    reported_cost_microusd,
    cost_difference_microusd,
    requested_at
from requests
where cost_difference_reason not in ('not_reported', 'equal')
