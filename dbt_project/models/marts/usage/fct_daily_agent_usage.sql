with requests as (
    select * from {{ ref('fct_agent_requests') }}
)

select
    -- ids
    {{ surrogate_key([
        'request_date', 'developer_key', 'team', 'agent', 'provider', 'model', 'repository_key',
    ]) }} as daily_usage_key,
    request_date as usage_date,
    developer_key,
    team,
    agent,
    provider,
    model,
    model_key,
    repository_key,
    -- measures
    count(*) as request_count,
    count(*) filter (where is_subagent) as subagent_request_count,
    count(*) filter (where is_estimated) as estimated_request_count,
    {{ total('input_tokens') }} as input_tokens,
    {{ total('cache_write_tokens') }} as cache_write_tokens,
    {{ total('cache_write_5m_tokens') }} as cache_write_5m_tokens,
    {{ total('cache_write_1h_tokens') }} as cache_write_1h_tokens,
    {{ total('cache_read_tokens') }} as cache_read_tokens,
    {{ total('total_input_tokens') }} as total_input_tokens,
    {{ total('output_tokens') }} as output_tokens,
    {{ total('reasoning_tokens') }} as reasoning_tokens,
    {{ total('duration_ms') }} as duration_ms,
    count(duration_ms) as timed_request_count,
    {{ total('list_cost_microusd') }} as list_cost_microusd,
    count(list_cost_microusd) as priced_request_count,
    {{ total('reported_cost_microusd') }} as reported_cost_microusd,
    count(reported_cost_microusd) as reported_request_count
from requests
group by
    request_date,
    developer_key,
    team,
    agent,
    provider,
    model,
    model_key,
    repository_key
