select max(newest_event_at) as newest_event_at
from marts.fct_source_freshness
where layer in ('transcript', 'otlp_event', 'otlp_span', 'otlp_metric', 'proxy', 'hook')
