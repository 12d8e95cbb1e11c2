-- The source that is furthest behind tells how far every figure can be trusted.
with sources as (
    select
        source,
        max(newest_event_at) as newest_event_at,
        max(newest_loaded_at) as newest_loaded_at
    from marts.fct_source_freshness
    where newest_event_at is not null
    group by source
)

select
    count(*) as source_count,
    max(newest_event_at) as newest_event_at,
    arg_min(source, newest_event_at) as oldest_source,
    min(newest_event_at) as oldest_source_event_at,
    max(newest_loaded_at) as last_load_at
from sources
