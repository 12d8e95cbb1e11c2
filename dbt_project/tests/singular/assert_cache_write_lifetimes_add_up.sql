-- Rule: where the split of cache writes is known, its parts add up to the whole.
-- Why: parts and whole come from one layer, or from layers that agree; else the price is wrong.
-- Not a violation: a split that is null, since some layers do not tell it.
select request_key
from {{ ref('fct_agent_requests') }}
where cache_write_5m_tokens + cache_write_1h_tokens != cache_write_tokens
