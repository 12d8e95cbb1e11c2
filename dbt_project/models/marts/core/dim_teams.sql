with sessions as (
    select * from {{ ref('stg_agent_sessions') }}
    where team is not null
),

developers as (
    select * from {{ ref('int_sessions__developer') }}
)

select
    sessions.team,
    arg_max(sessions.cost_center, (sessions.ended_at, sessions.session_key)) as cost_center,
    count(distinct developers.developer_key) as developer_count,
    min(sessions.started_at) as first_seen_at,
    max(sessions.ended_at) as last_seen_at
from sessions
left join developers
    on sessions.agent = developers.agent and sessions.session_id = developers.session_id
group by sessions.team
