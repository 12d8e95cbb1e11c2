-- How new the data of every source is.
select
    source,
    layer,
    newest_event_at,
    newest_loaded_at
from marts.fct_source_freshness
order by source, layer
