select
    *,
    'spool' as source_name
from {{ source('spool', 'events') }}
-- What a collector's file brought as well is the same record, and counts there.
where event_id not in (select filed.event_id from {{ source('otlp', 'events') }} as filed)
