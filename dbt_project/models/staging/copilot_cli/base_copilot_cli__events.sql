select
    *,
    'copilot_cli' as source_name
from {{ source('copilot_cli', 'events') }}
