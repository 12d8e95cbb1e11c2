select
    *,
    'litellm' as source_name
from {{ source('litellm', 'events') }}
