with drift as (
    select
        fct_schema_drift.*,
        coalesce(dim_agents.display_name, fct_schema_drift.agent) as agent_name
    from marts.fct_schema_drift
    left join marts.dim_agents
        on fct_schema_drift.agent = dim_agents.agent
    where
        true
        [[and {{date}}]]
        [[and {{agent}}]]
)

select
    agent_name,
    source,
    event_name,
    field_name,
    reason,
    sum(occurrence_count) as occurrence_count,
    string_agg(distinct client_version, ', ' order by client_version) as client_versions,
    min(first_read_at) as first_read_at,
    max(last_read_at) as last_read_at
from drift
group by agent_name, source, event_name, field_name, reason
order by
    first_read_at desc,
    occurrence_count desc,
    agent_name asc,
    source asc,
    event_name asc,
    field_name asc
limit 200
