{{ config(materialized='view') }}

with tool_calls as (
    select * from {{ ref('stg_agent_tool_calls') }}
),

-- Some clients report a call without its identifier, which their own files have.
nameless as (
    select
        *,
        row_number() over (
            partition by agent, session_id, tool_name
            order by called_at, tool_call_key
        ) as occurrence
    from tool_calls
    where tool_use_id is null and session_id is not null
),

named as (
    select
        tool_call_key,
        agent,
        session_id,
        tool_name,
        row_number() over (
            partition by agent, session_id, tool_name
            order by called_at, tool_call_key
        ) as occurrence
    from tool_calls
    where
        tool_use_id is not null
        and exists (
            select 1 from nameless
            where
                nameless.agent = tool_calls.agent
                and nameless.session_id = tool_calls.session_id
        )
),

pairs as (
    select
        named.tool_call_key,
        nameless.tool_call_key as nameless_key,
        nameless.prompt_id,
        nameless.decision,
        nameless.decision_source,
        nameless.error_type,
        nameless.duration_ms,
        nameless.layers
    from named
    inner join nameless
        on
            named.agent = nameless.agent
            and named.session_id = nameless.session_id
            and named.tool_name = nameless.tool_name
            and named.occurrence = nameless.occurrence
)

select
    tool_calls.* replace (
        coalesce(tool_calls.prompt_id, pairs.prompt_id) as prompt_id,
        coalesce(tool_calls.decision, pairs.decision) as decision,
        coalesce(tool_calls.decision_source, pairs.decision_source) as decision_source,
        coalesce(tool_calls.error_type, pairs.error_type) as error_type,
        coalesce(tool_calls.duration_ms, pairs.duration_ms) as duration_ms,
        concat_ws(',', pairs.layers, tool_calls.layers) as layers
    )
from tool_calls
left join pairs on tool_calls.tool_call_key = pairs.tool_call_key
where tool_calls.tool_call_key not in (select paired.nameless_key from pairs as paired)
