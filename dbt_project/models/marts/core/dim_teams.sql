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
    sightings.team,
    arg_max(
        sightings.cost_center,
        (coalesce(sightings.ended_at, '-infinity'), coalesce(sightings.session_key, ''))
    ) as cost_center,
    count(distinct developers.developer_key) as developer_count,
    min(sightings.started_at) as first_seen_at,
    max(sightings.ended_at) as last_seen_at
from sightings
-- Somebody without a known address may be counted already under one.
left join {{ ref('dim_developers') }} as developers
    on sightings.developer_key = developers.developer_key and developers.is_resolved
where sightings.team is not null
group by sightings.team
