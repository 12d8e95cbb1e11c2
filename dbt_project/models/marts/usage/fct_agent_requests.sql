with requests as (
    select * from {{ ref('int_agent_requests_enriched') }}
)

select
    -- ids
    request_key,
    agent,
    client_version,
    provider,
    model,
    model_key,
    session_id,
    case when session_id is not null then session_key end as session_key,
    developer_key,
    repository_key,
    prompt_id,
    request_id,
    subagent_id,
    -- categories
    team,
    cost_center,
    query_source,
    effort,
    speed,
    service_tier,
    stop_reason,
    source_layer,
    layers,
    price_status,
    is_subagent,
    is_estimated,
    -- measures
    duration_ms,
    ttft_ms,
    input_tokens,
    cache_write_tokens,
    cache_write_5m_tokens,
    cache_write_1h_tokens,
    cache_read_tokens,
    input_tokens + cache_write_tokens + cache_read_tokens as total_input_tokens,
    output_tokens,
    reasoning_tokens,
    web_search_requests,
    list_cost_microusd,
    reported_cost_microusd,
    -- times
    requested_at,
    request_date
from requests
