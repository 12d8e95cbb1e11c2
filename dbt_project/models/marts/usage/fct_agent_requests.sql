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
    decision,
    case
        when reported_cost_microusd is null then 'not_reported'
        when list_cost_microusd is null then 'no_list_cost'
        when reported_cost_microusd = list_cost_microusd then 'equal'
        -- Whoever rounds earlier may be off by one.
        when abs(reported_cost_microusd - list_cost_microusd) = 1 then 'rounding'
        when reported_cost_microusd = 0 then 'not_charged'
        when reported_cost_microusd < list_cost_microusd then 'below_list'
        else 'above_list'
    end as cost_difference_reason,
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
    reported_cost_microusd - list_cost_microusd as cost_difference_microusd,
    diff_ratio,
    -- times
    requested_at,
    request_date
from requests
