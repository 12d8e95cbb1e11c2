{{ config(severity='warn') }}

-- Rule: no call that only a proxy tells of has the agent and token counts of a request that only
-- its client tells of, within ten minutes.
-- Why: a proxy makes up a session for a call whose caller names none; where the client records no
-- ids of answers, nothing says that the two are one, and both count.
-- Not a violation: an unknown client's calls; two requests of one layer, however alike.
with requests as (
    select *
    from {{ ref('fct_agent_requests') }}
    where input_tokens + cache_write_tokens + cache_read_tokens + output_tokens > 0
),

proxied as (
    select * from requests
    where layers = 'proxy' and agent != 'litellm'
),

told as (
    select * from requests
    where layers not like '%proxy%' and source_layer != 'otlp_metric'
)

select
    proxied.request_key,
    told.request_key as told_request_key
from proxied
inner join told
    on
        proxied.agent = told.agent
        and proxied.input_tokens = told.input_tokens
        and proxied.cache_write_tokens = told.cache_write_tokens
        and proxied.cache_read_tokens = told.cache_read_tokens
        and proxied.output_tokens = told.output_tokens
        and proxied.requested_at between told.requested_at - interval 10 minutes
        and told.requested_at + interval 10 minutes
