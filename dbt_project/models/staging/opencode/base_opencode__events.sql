select
    *,
    'opencode' as source_name
from {{ source('opencode', 'events') }}
