{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='session_key'
) }}

with events as (
    select
        *,
        max(event_at) filter (where origin_session_id != session_id) over (
            partition by session_key
        ) as copied_until
    from {{ ref('base_agents__events') }}
    where session_id is not null {{ and_session_touched() }}
),

points as (
    select
        * exclude (point_id, point_at),
        point_id as event_id,
        point_at as event_at,
        'otlp_metric' as source_layer,
        case when metric_name like '%token.usage' and value > 0 then 'request' end as event_name
    from {{ ref('base_agents__metric_points') }}
    where session_id is not null {{ and_session_touched() }}
),

sightings as (
    select * from events
    union all by name
    select * from points
),

judged as (
    select
        *,
        -- A fork's file starts with its parent's history, under the fork's name and the old times.
        coalesce(source_layer = 'transcript' and event_at <= copied_until, false) as is_copy
    from sightings
)

select
    -- ids
    session_key,
    agent,
    session_id,
    {{ last_known('origin_session_id') }} filter (
        where origin_session_id != session_id
    ) as forked_from_session_id,
    max(installation_id) as installation_id,
    -- A proxy's names of people stand in for those the client does not give.
    coalesce(max(user_email) filter (where source_layer != 'proxy'), max(user_email)) as user_email,
    coalesce(max(account_id) filter (where source_layer != 'proxy'), max(account_id)) as account_id,
    max(organization_id) as organization_id,
    max(root_key) as root_key,
    -- categories
    {{ last_known('client_version') }} as client_version,
    max(entrypoint) as entrypoint,
    max(terminal) as terminal,
    max(team) as team,
    max(cost_center) as cost_center,
    {{ first_known('repository') }} as repository,
    {{ first_known('workspace_path_keys') }} as workspace_path_keys,
    {{ first_known('workspace_name_key') }} as workspace_name_key,
    {{ first_known('git_branch') }} as git_branch,
    {{ comma_set('source_layer') }} as layers,
    coalesce(bool_or(event_name = 'prompt'), false) as has_prompt,
    coalesce(bool_or(event_name = 'request'), false) as has_request,
    coalesce(
        bool_or(event_name in ('tool_use', 'tool_decision', 'tool_result')), false
    ) as has_tool_call,
    -- A continued client starts under a throw-away id; nothing is ever asked there.
    not coalesce(
        bool_or(
            event_name in ('request', 'prompt', 'tool_use', 'tool_decision', 'tool_result')
        ),
        false
    ) as is_phantom,
    -- times
    coalesce(
        min(event_at) filter (where not is_copy),
        min(event_at),
        min({{ batch_started_at('batch_id') }})
    ) as started_at,
    coalesce(max(event_at), min({{ batch_started_at('batch_id') }})) as ended_at,
    max(copied_until) as copied_until
from judged
group by session_key, agent, session_id
