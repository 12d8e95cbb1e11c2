with tool_calls as (
    select
        *,
        {{ session_key() }} as session_key
    from {{ ref('int_tool_calls__counted') }}
),

priced as (
    select * from {{ ref('int_requests__priced') }}
),

requests as (
    select
        agent,
        request_id,
        any_value(provider) as provider,
        any_value(model) as model
    from priced
    where request_id is not null
    group by agent, request_id
    having count(distinct model) = 1
),

-- Small models that route requests ask for no tools.
session_models as (
    select
        session_key,
        model,
        min(provider) as provider,
        count(*) over (partition by session_key) as model_count
    from priced
    where session_id is not null and not starts_with(coalesce(query_source, ''), 'utility')
    group by session_key, model
),

-- Where a call names no model, a session's only one is meant.
meant as (
    select
        session_key,
        model as named_model,
        model,
        provider
    from session_models
    union all
    select
        session_key,
        null as named_model,
        model,
        provider
    from session_models
    where model_count = 1
)

select
    tool_calls.* replace (
        -- A name without a request of that model has no price and no provider.
        coalesce(requests.model, meant.model) as model
    ),
    if(requests.model is null, meant.provider, requests.provider) as provider,
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
left join meant
    on
        if(requests.model is null, tool_calls.session_key, null) = meant.session_key
        and tool_calls.model is not distinct from meant.named_model
