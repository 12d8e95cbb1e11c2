with active as (
    select * from {{ ref('int_sessions__active') }}
),

sessions as (
    select * from {{ ref('stg_agent_sessions') }}
),

developers as (
    select * from {{ ref('int_sessions__developer') }}
),

repositories as (
    select * from {{ ref('int_sessions__repository') }}
),

teams as (
    select * from {{ ref('int_developers__team') }}
),

stated as (
    select * from {{ ref('int_team_memberships') }}
),

models as (
    select * from {{ ref('int_sessions__main_model') }}
)

select
    active.*,
    sessions.forked_from_session_id,
    sessions.installation_id,
    sessions.client_version,
    sessions.entrypoint,
    sessions.terminal,
    coalesce(stated.team, sessions.team, teams.team) as team,
    coalesce(stated.cost_center, sessions.cost_center, teams.cost_center) as cost_center,
    sessions.git_branch,
    sessions.layers,
    models.provider,
    models.model,
    developers.developer_key,
    developers.method as developer_method,
    repositories.repository_key,
    repositories.method as repository_method,
    date_diff('millisecond', active.started_at, active.ended_at) / 1000.0 as duration_seconds,
    -- Where nothing is known from before the first answer, nobody can tell how long it took.
    case
        when active.first_request_at > active.started_at
            then date_diff('millisecond', active.started_at, active.first_request_at) / 1000.0
    end as first_output_seconds,
    case
        when active.last_error_at >= coalesce(active.last_request_at, '-infinity') then 'failed'
        when
            date_diff('second', active.started_at, active.ended_at) < 60
            and coalesce(active.accepted_edit_count, 0) = 0
            then 'abandoned'
        else 'completed'
    end as outcome
from active
left join sessions on active.session_key = sessions.session_key
left join models on active.session_key = models.session_key
left join developers
    on
        active.agent = developers.agent
        and active.session_id = developers.session_id
left join repositories
    on
        active.agent = repositories.agent
        and active.session_id = repositories.session_id
left join teams on developers.developer_key = teams.developer_key
left join stated
    on
        developers.developer_key = stated.developer_key
        and {{ local_date('active.started_at') }} >= stated.valid_from
        and {{ local_date('active.started_at') }} < stated.valid_to
