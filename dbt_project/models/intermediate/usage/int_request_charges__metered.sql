{{ config(materialized='view') }}

with requests as (
    select
        *,
        input_tokens + cache_write_tokens + cache_read_tokens as total_input_tokens,
        greatest(
            cache_write_tokens
            - coalesce(cache_write_5m_tokens, 0)
            - coalesce(cache_write_1h_tokens, 0),
            0
        ) as unsplit_tokens,
        -- Claude Code's transcripts name both lifetimes since there are two; before, a write
        -- lived five minutes. Other agents never name them.
        agent = 'claude_code'
        and source_layer = 'transcript'
        and cache_write_5m_tokens is null
        and cache_write_1h_tokens is null as is_before_split
    from {{ ref('int_requests__deduplicated') }}
),

charges as (
    {% for token_kind, price_kind, units in [
        ('input', 'input', 'input_tokens'),
        ('cache_write_5m', 'cache_write_5m', 'cache_write_5m_tokens'),
        ('cache_write_1h', 'cache_write_1h', 'cache_write_1h_tokens'),
        ('old_cache_write', 'cache_write_5m', 'case when is_before_split then unsplit_tokens end'),
        ('unknown_split', 'cache_write_5m', 'case when not is_before_split then unsplit_tokens end'),
        ('unknown_split', 'cache_write_1h', 'case when not is_before_split then unsplit_tokens end'),
        ('cache_read', 'cache_read', 'cache_read_tokens'),
        ('output', 'output', 'output_tokens'),
        ('web_search', 'web_search', 'web_search_requests'),
    ] %}
        select
            *,
            '{{ token_kind }}' as token_kind,
            '{{ price_kind }}' as price_kind,
            {{ units }} as units
        from requests
        {{ "union all" if not loop.last }}
    {% endfor %}
)

select
    {{ surrogate_key(['request_key', 'token_kind', 'price_kind']) }} as charge_key,
    request_key,
    token_kind,
    price_kind,
    units,
    provider,
    model,
    requested_at,
    total_input_tokens,
    {% for mode in ['speed', 'service_tier'] %}
        case
            when coalesce({{ mode }}, '') in ('', 'normal', 'default', 'auto') then 'standard'
            else {{ mode }}
        end as {{ mode }},
    {% endfor %}
    coalesce(inference_geo, 'any') as inference_geo
from charges
where units > 0
