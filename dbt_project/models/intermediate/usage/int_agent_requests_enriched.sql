with requests as (
    select * from {{ ref('int_requests__priced') }}
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
),

installations as (
    select * from {{ ref('int_installations__developer') }}
)

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
