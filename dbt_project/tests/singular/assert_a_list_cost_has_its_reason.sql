-- Rule: a request has a list cost exactly when its status is `priced`.
-- Why: a missing price must show up as a gap with a reason, never as a request that cost nothing.
-- Not a violation: a list cost of 0 for a request that used no tokens.
select request_key
from {{ ref('fct_agent_requests') }}
where (price_status = 'priced') != (list_cost_microusd is not null)
