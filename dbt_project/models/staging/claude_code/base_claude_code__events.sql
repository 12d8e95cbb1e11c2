select
    *,
    'claude_code' as source_name
from {{ source('claude_code', 'events') }}
