with {{snippet: days}},

{{snippet: usage}}

select
    usage_date,
    sum(cache_read_tokens) as cache_read_tokens,
    sum(cache_write_tokens) as cache_write_tokens,
    sum(input_tokens) as uncached_input_tokens,
    sum(output_tokens) as output_tokens
from usage
group by usage_date
order by usage_date
