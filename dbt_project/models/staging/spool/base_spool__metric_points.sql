select
    *,
    'spool' as source_name
from {{ source('spool', 'metric_points') }}
-- What a collector's file brought as well is the same record, and counts there.
where point_id not in (select filed.point_id from {{ source('otlp', 'metric_points') }} as filed)
