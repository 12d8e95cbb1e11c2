select
    *,
    'gemini_cli' as source_name
from {{ source('gemini_cli', 'events') }}
