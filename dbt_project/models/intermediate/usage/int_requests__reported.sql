with seen as (
    select * from {{ ref('stg_agent_token_usage') }}
),

observations as (
    select *
    from seen
    where
        -- opencode loses the spans of a run's end, and they name no message of its database: where
        -- that knows a session and model, its spans are not asked.
        not (
            agent = 'opencode'
            and source_layer = 'otlp_span'
            and exists (
                select 1 from seen as written
                where
                    written.agent = seen.agent
                    and written.source_layer = 'transcript'
                    and written.session_id = seen.session_id
                    and written.model = seen.model
            )
        )
),

matches as (
    select * from {{ ref('int_request_observations__matched') }}
),

ranked as (
    select
        observations.* replace (matches.agent as agent),
        matches.request_key,
        row_number() over best_first as place,
        -- Another layer may know how long cache writes live, if it counted the same writes.
        observations.cache_write_tokens
        = first_value(observations.cache_write_tokens) over best_first as has_winners_cache_writes,
        case
            when
                observations.source_layer = 'proxy'
                and {{ shared_model_name('observations.requested_model') }}
                = first_value(observations.model) over best_first
                then observations.model
        end as deployed_model
    from observations
    inner join matches on observations.usage_key = matches.usage_key
    window best_first as (
        partition by matches.request_key
        order by
            -- A layer that does not know all tokens gives way to one that does.
            observations.input_tokens is null
            or observations.cache_read_tokens is null
            or observations.cache_write_tokens is null
            or observations.output_tokens is null,
            case observations.source_layer
                when 'otlp_event' then 1 when 'transcript' then 2 when 'otlp_span' then 3 else 4
            end,
            observations.usage_key
    )
)

select
    -- ids
    request_key,
    {{ of_winner('usage_key') }} as counted_usage_key,
    agent,
    {{ best_known('session_id') }} as session_id,
    {{ best_known('prompt_id') }} as prompt_id,
    {{ best_known('request_id') }} as request_id,
    {{ best_known('message_id') }} as message_id,
    {{ best_known('subagent_id') }} as subagent_id,
    {{ best_known('installation_id') }} as installation_id,
    -- categories
    {{ of_winner('source_layer') }} as source_layer,
    {{ comma_set('source_layer') }} as layers,
    {{ best_known('client_version') }} as client_version,
    {{ best_known('provider') }} as provider,
    {{ of_winner('model') }} as model,
    {{ best_known('deployed_model') }} as deployed_model,
    {{ best_known('query_source') }} as query_source,
    {{ best_known('effort') }} as effort,
    {{ best_known('speed') }} as speed,
    {{ best_known('service_tier') }} as service_tier,
    {{ best_known('inference_geo') }} as inference_geo,
    {{ best_known('stop_reason') }} as stop_reason,
    {{ best_known('decision') }} as decision,
    {{ best_known('team') }} as team,
    {{ best_known('cost_center') }} as cost_center,
    bool_or(
        is_sidechain
        or subagent_id is not null
        or starts_with(coalesce(query_source, ''), 'agent:')
    ) as is_subagent,
    false as is_estimated,
    -- measures
    {{ best_known('duration_ms') }} as duration_ms,
    {{ best_known('ttft_ms') }} as ttft_ms,
    {{ of_winner('input_tokens') }} as input_tokens,
    {{ of_winner('cache_write_tokens') }} as cache_write_tokens,
    coalesce(
        {{ of_winner('cache_write_5m_tokens') }},
        {{ best_known('cache_write_5m_tokens') }} filter (where has_winners_cache_writes)
    ) as cache_write_5m_tokens,
    coalesce(
        {{ of_winner('cache_write_1h_tokens') }},
        {{ best_known('cache_write_1h_tokens') }} filter (where has_winners_cache_writes)
    ) as cache_write_1h_tokens,
    {{ of_winner('cache_read_tokens') }} as cache_read_tokens,
    {{ of_winner('output_tokens') }} as output_tokens,
    {{ best_known('reasoning_tokens') }} as reasoning_tokens,
    {{ best_known('web_search_requests') }} as web_search_requests,
    {{ best_known('reported_cost_microusd') }} as reported_cost_microusd,
    {{ best_known('diff_ratio') }} as diff_ratio,
    min(sequence_number) as sequence_number,
    -- times
    {{ of_winner('requested_at') }} as requested_at
from ranked
group by request_key, agent
