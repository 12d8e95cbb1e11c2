{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='tool_call_key'
) }}

with events as (
    select
        * replace (
            -- A client may say anything here; what is neither decides nothing.
            case when decision in ('accept', 'reject') then decision end as decision
        )
    from {{ ref('stg_agent_events') }}
    where
        event_name in ('tool_use', 'tool_decision', 'tool_result')
        {{ and_key_touched('tool_call_key', ref('stg_agent_events')) }}
),

ranked as (
    select
        *,
        -- Events know decisions and times; transcripts know files and the real names of tools.
        row_number() over (
            partition by tool_call_key
            order by source_layer != 'transcript', is_copy, event_at, event_id
        ) as place
    from events
)

select
    -- ids
    tool_call_key,
    agent,
    {{ best_known('tool_use_id') }} as tool_use_id,
    {{ credited_session() }} as session_id,
    {{ best_known('prompt_id') }} as prompt_id,
    {{ best_known('request_id') }} as request_id,
    {{ best_known('message_id') }} as message_id,
    {{ best_known('subagent_id') }} as subagent_id,
    {{ best_known('commit_sha') }} as commit_sha,
    {{ best_known('file_path_keys') }} as file_path_keys,
    {{ best_known('written_line_keys') }} as written_line_keys,
    {{ best_known('workspace_path_keys') }} as workspace_path_keys,
    -- categories
    {{ best_known('model') }} as model,
    {{ best_known('tool_name') }} as tool_name,
    {{ best_known('tool_source') }} as tool_source,
    {{ best_known('decision') }} as decision,
    {{ best_known('decision_source') }} as decision_source,
    {{ best_known('permission_mode') }} as permission_mode,
    {{ best_known('error_type') }} as error_type,
    {{ best_known('file_extension') }} as file_extension,
    {{ best_known('language') }} as language,
    {{ best_known('command_program') }} as command_program,
    {{ best_known('commit_kind') }} as commit_kind,
    {{ best_known('repository') }} as repository,
    {{ best_known('git_branch') }} as git_branch,
    {{ comma_set('source_layer') }} as layers,
    {{ best_known('is_success') }} as is_success,
    -- measures
    {{ best_known('duration_ms') }} as duration_ms,
    {{ best_known('input_bytes') }} as input_bytes,
    {{ best_known('result_bytes') }} as result_bytes,
    {{ best_known('lines_added') }} as lines_added,
    {{ best_known('lines_removed') }} as lines_removed,
    min(sequence) as sequence_number,
    -- times
    min(event_at) as called_at,
    min(event_at) filter (where event_name = 'tool_use') as requested_at,
    min(event_at) filter (where event_name = 'tool_decision') as decided_at,
    min(event_at) filter (where event_name = 'tool_result') as finished_at
from ranked
group by tool_call_key, agent
