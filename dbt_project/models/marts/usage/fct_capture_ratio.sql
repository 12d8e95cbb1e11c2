with requests as (
    select
        *,
        contains(layers, 'otlp_event') or contains(layers, 'otlp_span') as is_in_telemetry,
        contains(layers, 'transcript') as is_in_transcript
    from {{ ref('fct_agent_requests') }}
    -- A proxy sees what it is sent; what clients tell of themselves is the question here.
    where session_id is not null and layers != 'proxy'
),

counted as (
    select
        session_key,
        agent,
        session_id,
        min(request_date) as usage_date,
        count(*) as request_count,
        count(*) filter (where is_in_telemetry) as telemetry_request_count,
        count(*) filter (where is_in_transcript) as transcript_request_count,
        count(*) filter (where is_in_telemetry and is_in_transcript) as common_request_count,
        count(*) filter (where source_layer = 'otlp_metric') as metric_request_count,
        count(*) filter (where is_in_telemetry and query_source = 'compact')
            as compaction_request_count,
        count(*) filter (where not is_in_transcript and query_source = 'compact')
            as unwritten_compaction_count,
        count(*) filter (
            where not is_in_transcript and starts_with(query_source, 'utility')
        ) as unwritten_utility_count
    from requests
    group by session_key, agent, session_id
)

select
    *,
    case
        when metric_request_count = request_count then 'metrics_only'
        when metric_request_count > 0 then 'missing_requests'
        when telemetry_request_count = 0 then 'transcript_only'
        when transcript_request_count = 0 then 'telemetry_only'
        when
            telemetry_request_count
            > common_request_count + unwritten_compaction_count + unwritten_utility_count
            then 'missing_in_transcript'
        when transcript_request_count > common_request_count then 'missing_in_telemetry'
        -- Clients do not write the request that compacts a session into its transcript.
        when unwritten_compaction_count > 0 then 'compaction_not_in_transcript'
        when unwritten_utility_count > 0 then 'utility_not_in_transcript'
        else 'complete'
    end as capture_status,
    -- What nobody can see with the layers that are there, whether it happened or not.
    case
        when metric_request_count > 0 then 'single_requests'
        when agent = 'opencode' then 'title_requests'
        when telemetry_request_count = 0 and agent = 'claude_code' then 'compaction_requests'
        when telemetry_request_count = 0 and agent = 'gemini_cli' then 'utility_requests'
        when transcript_request_count = 0 and agent in ('codex', 'gemini_cli') then 'failed_runs'
    end as blind_spot
from counted
