-- Rule: no request has negative tokens, time or money.
-- Why: a counter that was taken to go back, or a clock that did, would hide usage elsewhere.
-- Not a violation: null, which is unknown, and 0.
select request_key
from {{ ref('fct_agent_requests') }}
where
    least(
        input_tokens,
        cache_write_tokens,
        cache_write_5m_tokens,
        cache_write_1h_tokens,
        cache_read_tokens,
        output_tokens,
        reasoning_tokens,
        duration_ms,
        ttft_ms,
        list_cost_microusd,
        reported_cost_microusd
    ) < 0
