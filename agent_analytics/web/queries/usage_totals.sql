-- Requests and tokens of the period and of the one before.
select
    usage_date >= $first_day as is_now,
    sum(request_count) as request_count,
    sum(input_tokens) as input_tokens,
    sum(cache_write_tokens) as cache_write_tokens,
    sum(cache_write_5m_tokens) as cache_write_5m_tokens,
    sum(cache_write_1h_tokens) as cache_write_1h_tokens,
    sum(cache_read_tokens) as cache_read_tokens,
    sum(total_input_tokens) as total_input_tokens,
    sum(output_tokens) as output_tokens,
    sum(reasoning_tokens) as reasoning_tokens
from marts.fct_daily_agent_usage
where usage_date between $before_first_day and $last_day
group by is_now
