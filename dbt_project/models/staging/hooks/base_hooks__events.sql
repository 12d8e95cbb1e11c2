select
    *,
    'hooks' as source_name
from {{ source('hooks', 'events') }}
-- What was posted as well is the same event, and says more there.
where event_id not in (select posted.event_id from {{ source('spool', 'events') }} as posted)
