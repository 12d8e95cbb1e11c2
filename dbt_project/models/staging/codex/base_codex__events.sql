select
    *,
    'codex' as source_name
from {{ source('codex', 'events') }}
