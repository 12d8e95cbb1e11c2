select
    agent,
    source,
    event_name,
    field_name,
    reason,
    sum(occurrence_count) as occurrence_count,
    string_agg(distinct client_version, ', ' order by client_version) as client_versions,
    min(first_read_at) as first_read_at,
    max(last_read_at) as last_read_at
from marts.fct_schema_drift
where
    true
    [[and {{date}}]]
    [[and {{agent}}]]
group by agent, source, event_name, field_name, reason
order by
    first_read_at desc,
    occurrence_count desc,
    agent asc,
    source asc,
    event_name asc,
    field_name asc
limit 200
