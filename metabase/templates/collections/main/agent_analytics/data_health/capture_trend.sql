with {{snippet: whole_weeks}},

ratios as (
    select
        cast(date_trunc('week', fct_capture_ratio.usage_date) as date) as week_start,
        coalesce(dim_agents.display_name, fct_capture_ratio.agent) as agent_name,
        fct_capture_ratio.common_request_count,
        fct_capture_ratio.transcript_request_count
    from marts.fct_capture_ratio
    left join marts.dim_agents
        on fct_capture_ratio.agent = dim_agents.agent
    where
        fct_capture_ratio.telemetry_request_count > 0
        and fct_capture_ratio.transcript_request_count > 0
        and fct_capture_ratio.usage_date between (
            select first_day from days
        ) and (select last_day from days)
        [[and {{agent}}]]
)

select
    week_start,
    agent_name,
    sum(common_request_count) / sum(transcript_request_count) as captured_share
from ratios
group by week_start, agent_name
order by week_start, agent_name
