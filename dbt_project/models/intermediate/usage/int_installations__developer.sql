with sessions as (
    select * from {{ ref('stg_agent_sessions') }}
),

developers as (
    select * from {{ ref('int_sessions__developer') }}
)

select
    sessions.agent,
    sessions.installation_id,
    any_value(developers.developer_key) as developer_key
from sessions
inner join developers
    on
        sessions.agent = developers.agent
        and sessions.session_id = developers.session_id
where sessions.installation_id is not null
group by sessions.agent, sessions.installation_id
-- A shared installation says nothing about who asked.
having count(distinct developers.developer_key) = 1
