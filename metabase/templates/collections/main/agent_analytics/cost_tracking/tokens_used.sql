with {{snippet: periods}},

{{snippet: filtered_usage}}

select
    periods.first_day as period_day,
    sum(filtered_usage.total_input_tokens) + sum(filtered_usage.output_tokens) as used_tokens
from periods
left join filtered_usage
    on filtered_usage.usage_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
