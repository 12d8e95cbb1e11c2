select
    *,
    'otlp' as source_name
from {{ source('otlp', 'events') }}
