with tool_calls as (
    select * from {{ ref('int_tool_calls__counted') }}
),

requests as (
    select
        agent,
        request_id,
        any_value(provider) as provider,
        any_value(model) as model
    from {{ ref('int_requests__priced') }}
    where request_id is not null
    group by agent, request_id
    having count(distinct model) = 1
)

select
    tool_calls.*,
    requests.provider,
    requests.model,
    {{ session_key('tool_calls.') }} as session_key,
    {{ is_edit_tool('tool_calls.tool_name') }} as is_edit,
    -- A call that ran was let run, also where nobody noted the decision.
    coalesce(
        tool_calls.decision = 'accept', case when tool_calls.finished_at is not null then true end
    ) as is_accepted
from tool_calls
left join requests
    on
        tool_calls.agent = requests.agent
        and tool_calls.request_id = requests.request_id
