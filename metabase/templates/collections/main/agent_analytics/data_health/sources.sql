select
    source,
    layer,
    newest_event_at,
    date_diff('hour', newest_event_at, current_timestamp) as age_hours,
    newest_loaded_at,
    row_count,
    file_count,
    unreadable_file_count
from marts.fct_source_freshness
order by newest_event_at nulls last, source, layer
