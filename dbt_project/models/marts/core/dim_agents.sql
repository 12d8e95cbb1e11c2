with agents as (
    select * from {{ ref('agents') }}
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
),

seen as (
    select
        agent,
        min(started_at) as first_seen_at,
        max(ended_at) as last_seen_at
    from sessions
    group by agent
)

select
    agents.agent,
    agents.display_name,
    agents.vendor,
    seen.first_seen_at,
    seen.last_seen_at
from agents
left join seen on agents.agent = seen.agent
