-- Rule: no session and model has requests both from counters and from another layer.
-- Why: counters, events, spans and transcripts repeat the same tokens; adding two doubles all.
-- Not a violation: one session with two models, each known by another layer.
select
    session_key,
    model
from {{ ref('fct_agent_requests') }}
where session_key is not null
group by session_key, model
having
    bool_or(source_layer = 'otlp_metric')
    and bool_or(source_layer != 'otlp_metric')
