with requests as (
    select
        *,
        input_tokens + cache_write_tokens + cache_read_tokens as total_input_tokens,
        cache_write_5m_tokens + cache_write_1h_tokens = cache_write_tokens as has_split,
        -- Transcripts name both lifetimes since there are two; before, a write lived five minutes.
        source_layer = 'transcript'
        and cache_write_5m_tokens is null
        and cache_write_1h_tokens is null as is_before_split
    from {{ ref('int_requests__deduplicated') }}
),

charges as (
    {% for kind, units in [
        ('input', 'input_tokens'),
        ('cache_write_5m', 'case when has_split then cache_write_5m_tokens end'),
        ('cache_write_1h', 'case when has_split then cache_write_1h_tokens end'),
        ('cache_read', 'cache_read_tokens'),
        ('output', 'output_tokens'),
        ('web_search', 'web_search_requests'),
    ] %}
        select
            request_key,
            '{{ kind }}' as token_kind,
            {{ units }} as units
        from requests
        union all
    {% endfor %}
    select
        request_key,
        case when is_before_split then 'cache_write_5m' else 'unknown_split' end as token_kind,
        cache_write_tokens as units
    from requests
    where has_split is not true
)

select
    {{ surrogate_key(['charges.request_key', 'charges.token_kind']) }} as charge_key,
    charges.request_key,
    charges.token_kind,
    charges.units,
    requests.provider,
    requests.model,
    requests.requested_at,
    requests.total_input_tokens,
    coalesce(requests.speed, 'standard') as speed,
    coalesce(requests.service_tier, 'standard') as service_tier,
    coalesce(requests.inference_geo, 'any') as inference_geo
from charges
inner join requests on charges.request_key = requests.request_key
where charges.units > 0
