{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='usage_key'
) }}

with events as (
    select
        *,
        {{ all_tokens() }} as all_tokens
    from {{ ref('stg_agent_events') }}
    where
        event_name = 'request'
        and not coalesce(is_synthetic, false)
        {{ and_key_touched('usage_key', ref('stg_agent_events')) }}
),

ranked as (
    select
        *,
        {{ place_in_usage() }} as place
    from events
)

select
    -- ids
    usage_key,
    agent,
    source_layer,
    {{ credited_session() }} as session_id,
    {{ best_known('prompt_id') }} as prompt_id,
    {{ best_known('request_id') }} as request_id,
    {{ best_known('message_id') }} as message_id,
    {{ best_known('subagent_id') }} as subagent_id,
    max(installation_id) as installation_id,
    -- categories
    {{ best_known('client_version') }} as client_version,
    {{ best_known('provider') }} as provider,
    {{ best_known('model') }} as model,
    {{ best_known('requested_model') }} as requested_model,
    {{ best_known('query_source') }} as query_source,
    {{ best_known('effort') }} as effort,
    {{ best_known('speed') }} as speed,
    {{ best_known('service_tier') }} as service_tier,
    {{ best_known('inference_geo') }} as inference_geo,
    {{ best_known('stop_reason') }} as stop_reason,
    {{ best_known('decision') }} as decision,
    max(team) as team,
    max(cost_center) as cost_center,
    bool_and(coalesce(is_sidechain, false)) as is_sidechain,
    -- measures
    {{ best_known('duration_ms') }} as duration_ms,
    {{ best_known('ttft_ms') }} as ttft_ms,
    {{ of_winner('input_tokens') }} as input_tokens,
    {{ of_winner('cache_write_tokens') }} as cache_write_tokens,
    {{ of_winner('cache_write_5m_tokens') }} as cache_write_5m_tokens,
    {{ of_winner('cache_write_1h_tokens') }} as cache_write_1h_tokens,
    {{ of_winner('cache_read_tokens') }} as cache_read_tokens,
    {{ of_winner('output_tokens') }} as output_tokens,
    {{ of_winner('reasoning_tokens') }} as reasoning_tokens,
    {{ of_winner('web_search_requests') }} as web_search_requests,
    {{ best_known('reported_cost_microusd') }} as reported_cost_microusd,
    {{ best_known('diff_ratio') }} as diff_ratio,
    count(*) as copy_count,
    min(sequence) as sequence_number,
    -- times
    min(event_at) as requested_at
from ranked
group by usage_key, agent, source_layer
