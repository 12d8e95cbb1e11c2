with sightings as (
    select
        team,
        cost_center,
        developer_key,
        session_key,
        started_at,
        ended_at
    from {{ ref('int_agent_sessions_enriched') }}
    union all by name
    -- A client names its team even where nothing was asked.
    select
        team,
        started_at,
        ended_at
    from {{ ref('stg_agent_sessions') }}
    union all by name
    select
        team,
        cost_center
    from {{ ref('int_team_memberships') }}
with sessions as (
    select * from {{ ref('stg_agent_sessions') }}
    where team is not null
),

developers as (
    select * from {{ ref('int_sessions__developer') }}
),

copilot_users as (
    select * from {{ ref('int_copilot_users__developer') }}
    where team is not null
),

members as (
    select
        sessions.team,
        sessions.cost_center,
        developers.developer_key,
        sessions.session_key,
        sessions.started_at as first_seen_at,
        sessions.ended_at as last_seen_at
    from sessions
    left join developers
        on sessions.agent = developers.agent and sessions.session_id = developers.session_id
    union all by name
    select
        team,
        developer_key,
        timezone('UTC', cast(first_date as timestamp)) as first_seen_at,
        timezone('UTC', cast(last_date as timestamp)) as last_seen_at
    from copilot_users
)

select
    team,
    arg_max(cost_center, (coalesce(ended_at, '-infinity'), coalesce(session_key, '')))
        as cost_center,
    count(distinct developer_key) as developer_count,
    min(started_at) as first_seen_at,
    max(ended_at) as last_seen_at
from sightings
where team is not null
    arg_max(cost_center, (last_seen_at, session_key)) filter (where session_key is not null)
        as cost_center,
    count(distinct developer_key) as developer_count,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at
from members
group by team
