with linked as (
    select * from {{ ref('int_pull_requests__sessions') }}
),

pull_requests as (
    select * from {{ ref('fct_pull_requests') }}
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
)

select
    -- ids
    linked.pull_request_session_key,
    linked.pull_request_key,
    linked.session_key,
    pull_requests.repository_key,
    pull_requests.pull_request_number,
    sessions.session_id,
    sessions.developer_key as session_developer_key,
    -- categories
    sessions.agent,
    sessions.model,
    pull_requests.state,
    -- measures
    linked.commit_count,
    linked.pull_request_count,
    linked.list_cost_microusd,
    sessions.list_cost_microusd as whole_session_list_cost_microusd,
    -- times
    sessions.started_at,
    pull_requests.merged_date
from linked
inner join pull_requests on linked.pull_request_key = pull_requests.pull_request_key
inner join sessions on linked.session_key = sessions.session_key
