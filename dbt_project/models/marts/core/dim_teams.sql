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
    union all by name
    select
        team,
        developer_key,
        timezone('UTC', cast(first_date as timestamp)) as started_at,
        timezone('UTC', cast(last_date as timestamp)) as ended_at
    from {{ ref('int_copilot_users__developer') }}
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
group by team
