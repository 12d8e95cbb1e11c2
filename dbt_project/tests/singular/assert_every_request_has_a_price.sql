-- Rule: every request that was made has a list price.
-- Why: a model that appeared before its price is spend that no total shows.
-- Not a violation: a client that reported no cost; list cost needs tokens and a price only.
-- It warns and does not stop the build: the gap is shown, and other figures stay good.
{{ config(severity='warn') }}
select
    agent,
    provider,
    model,
    price_status,
    sum(request_count) as request_count,
    sum(total_input_tokens) as total_input_tokens,
    sum(output_tokens) as output_tokens
from {{ ref('fct_price_coverage') }}
where price_status != 'priced'
group by agent, provider, model, price_status
