with {{snippet: periods}},

{{snippet: filtered_usage}}

select
    periods.first_day as period_day,
    sum(filtered_usage.cache_read_tokens) / nullif(
        sum(filtered_usage.total_input_tokens) filter (where filtered_usage.cache_read_tokens is not null), 0
    ) as cache_hit_share
from periods
left join filtered_usage
    on filtered_usage.usage_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
