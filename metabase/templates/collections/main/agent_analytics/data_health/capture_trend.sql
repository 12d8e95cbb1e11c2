with ratios as (
    select
        cast(date_trunc('week', fct_capture_ratio.usage_date) as date) as week_start,
        fct_capture_ratio.agent,
        fct_capture_ratio.common_request_count,
        fct_capture_ratio.transcript_request_count
    from marts.fct_capture_ratio
    where
        fct_capture_ratio.telemetry_request_count > 0
        and fct_capture_ratio.transcript_request_count > 0
        [[and {{date}}]]
        [[and {{agent}}]]
)

select
    week_start,
    agent,
    sum(common_request_count) / sum(transcript_request_count) as captured_share
from ratios
group by week_start, agent
order by week_start, agent
