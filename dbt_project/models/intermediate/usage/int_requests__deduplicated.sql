{{ config(materialized='view') }}

with unioned as (
    select * from {{ ref('int_requests__reported') }}
    union all by name
    select * from {{ ref('int_requests__metered') }}
    union all by name
    select * from {{ ref('int_requests__uncaptured') }}
)

select
    * replace (
        coalesce(provider, {{ usual_provider('agent') }}) as provider,
        coalesce(
            cache_write_tokens, cache_write_5m_tokens + cache_write_1h_tokens
        ) as cache_write_tokens,
        -- Without any cache writes the split is known.
        case
            when cache_write_tokens = 0 then 0 else cache_write_5m_tokens
        end as cache_write_5m_tokens,
        case
            when cache_write_tokens = 0 then 0 else cache_write_1h_tokens
        end as cache_write_1h_tokens
    ),
    {{ session_key() }} as session_key
from unioned
