with requests as (
    select * from {{ ref('int_requests__priced') }}
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
),

installations as (
    select * from {{ ref('int_installations__developer') }}
),

stated as (
    select * from {{ ref('int_team_memberships') }}
),

resolved as (
    select
        requests.* replace (
            coalesce(requests.team, sessions.team) as team,
            coalesce(requests.cost_center, sessions.cost_center) as cost_center
        ),
        coalesce(sessions.developer_key, installations.developer_key) as developer_key,
        sessions.repository_key,
        {{ model_key('requests.') }} as model_key,
        {{ local_date('requests.requested_at') }} as request_date
    from requests
    left join sessions on requests.session_key = sessions.session_key
    left join installations
        on
            requests.session_id is null
            and requests.agent = installations.agent
            and requests.installation_id = installations.installation_id
)

-- What somebody wrote down goes before what clients say.
select
    resolved.* replace (
        coalesce(stated.team, resolved.team) as team,
        coalesce(stated.cost_center, resolved.cost_center) as cost_center
    )
from resolved
left join stated
    on
        resolved.developer_key = stated.developer_key
        and resolved.request_date >= stated.valid_from
        and resolved.request_date < stated.valid_to
