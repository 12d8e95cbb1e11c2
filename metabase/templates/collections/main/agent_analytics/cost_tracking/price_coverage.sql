with {{snippet: periods}},

{{snippet: filtered_usage}}

select
    periods.first_day as period_day,
    sum(filtered_usage.priced_request_count) / nullif(sum(filtered_usage.request_count), 0) as priced_share
from periods
left join filtered_usage
    on filtered_usage.usage_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
