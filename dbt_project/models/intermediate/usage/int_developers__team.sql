with sessions as (
    select * from {{ ref('stg_agent_sessions') }}
    where team is not null
),

developers as (
    select * from {{ ref('int_sessions__developer') }}
    where developer_key is not null
),

stated as (
    select * from {{ ref('int_team_memberships') }}
    where valid_to = 'infinity'
),

-- Transcripts name no team: their sessions take the one their developer's telemetry named last.
named as (
    select
        developers.developer_key,
        arg_max(sessions.team, (sessions.ended_at, sessions.session_key)) as team,
        arg_max(sessions.cost_center, (sessions.ended_at, sessions.session_key)) as cost_center
    from sessions
    inner join developers
        on
            sessions.agent = developers.agent
            and sessions.session_id = developers.session_id
    group by developers.developer_key
)

select
    coalesce(stated.developer_key, named.developer_key) as developer_key,
    coalesce(stated.team, named.team) as team,
    coalesce(stated.cost_center, named.cost_center) as cost_center
from named
full join stated on named.developer_key = stated.developer_key
