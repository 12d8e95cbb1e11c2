with {{snippet: periods}},

ratios as (
    select
        usage_date,
        common_request_count,
        transcript_request_count
    from marts.fct_capture_ratio
    where
        telemetry_request_count > 0
        and transcript_request_count > 0
        [[and {{agent}}]]
)

select
    periods.first_day as period_start,
    sum(ratios.common_request_count) / nullif(sum(ratios.transcript_request_count), 0)
        as captured_share
from periods
left join ratios on ratios.usage_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
