-- Rule: the public table of requests has each deduplicated request exactly once, with its tokens.
-- Why: people and places are joined on the way; two developers would double a session's requests.
-- Not a violation: fewer rows than observations, since layers and copies are merged before.
with deduplicated as (
    select
        count(*) as request_count,
        sum(output_tokens) as output_tokens
    from {{ ref('int_requests__deduplicated') }}
),

published as (
    select
        count(*) as request_count,
        sum(output_tokens) as output_tokens
    from {{ ref('fct_agent_requests') }}
)

select
    deduplicated.request_count,
    published.request_count as published_request_count
from deduplicated
cross join published
where
    deduplicated.request_count != published.request_count
    or deduplicated.output_tokens is distinct from published.output_tokens
