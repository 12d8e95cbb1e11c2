{{ config(materialized='view') }}

with events as (
    select
        *,
        {{ all_tokens() }} as all_tokens
    from {{ ref('stg_agent_events') }}
    where event_name = 'request' and not coalesce(is_synthetic, false)
),

ranked as (
    select
        *,
        {{ place_in_usage() }} as place
    from events
),

compared as (
    select
        *,
        max(all_tokens) over (partition by usage_key) as most_tokens,
        bool_and(coalesce(is_sidechain, false)) over (partition by usage_key) as is_side_only
    from ranked
),

matches as (
    select * from {{ ref('int_request_observations__matched') }}
),

requests as (
    select
        request_key,
        counted_usage_key
    from {{ ref('int_requests__reported') }}
)

select
    -- ids
    compared.event_id,
    requests.request_key,
    compared.usage_key,
    compared.session_id,
    compared.file_key,
    compared.batch_id,
    -- categories
    compared.source_layer,
    compared.source_name as source,
    case
        when compared.usage_key != requests.counted_usage_key then 'other_layer'
        when compared.place = 1 then 'counted'
        when compared.is_copy then 'copied_history'
        when coalesce(compared.is_sidechain, false) and not compared.is_side_only
            then 'side_question'
        when compared.all_tokens < compared.most_tokens then 'growing_snapshot'
        else 'repeated_line'
    end as verdict,
    -- measures
    compared.file_offset,
    compared.input_tokens,
    compared.cache_write_tokens,
    compared.cache_read_tokens,
    compared.output_tokens,
    compared.reported_cost_microusd,
    -- times
    compared.event_at
from compared
inner join matches on compared.usage_key = matches.usage_key
inner join requests on matches.request_key = requests.request_key
