with events as (
    select
        fct_security_events.*,
        dim_repositories.repository_name,
        coalesce(dim_agents.display_name, fct_security_events.agent) as agent_name
    from marts.fct_security_events
    left join marts.dim_repositories
        on fct_security_events.repository_key = dim_repositories.repository_key
    left join marts.dim_agents
        on fct_security_events.agent = dim_agents.agent
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        [[and {{repository}}]]
)

select
    happened_at,
    severity,
    replace(event_type, '_', ' ') as event_type,
    detail,
    agent_name,
    repository_name,
    session_id,
    left(session_id, 13) as short_session_id
from events
order by
    list_position(['high', 'medium', 'low'], severity) asc,
    happened_at desc,
    security_event_key asc
limit 200
