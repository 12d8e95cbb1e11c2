with fields as (
    select * from {{ ref('stg_dropped_fields') }}
)

select
    {{ surrogate_key(['source', 'agent', 'client_version', 'event_name', 'field_name', 'reason']) }}
        as drift_key,
    source,
    agent,
    client_version,
    event_name,
    field_name,
    reason,
    cast(sum(occurrences) as bigint) as occurrence_count,
    min(read_at) as first_read_at,
    max(read_at) as last_read_at
from fields
group by source, agent, client_version, event_name, field_name, reason
