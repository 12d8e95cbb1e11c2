with {{snippet: days}},

{{snippet: usage}}

select
    coalesce(model, 'unknown model') as model,
    sum(request_count) as request_count,
    sum(list_cost_microusd) / 1e6 as list_cost_usd,
    sum(list_cost_microusd) / 1e3 / nullif(sum(priced_request_count), 0) as cost_per_thousand_usd,
    sum(output_tokens) / nullif(sum(request_count) filter (where output_tokens is not null), 0)
        as output_per_request,
    sum(duration_ms) / 1e3 / nullif(sum(timed_request_count), 0) as mean_seconds,
    sum(cache_read_tokens) / nullif(
        sum(total_input_tokens) filter (where cache_read_tokens is not null), 0
    ) as cache_hit_share
from usage
group by model
order by request_count desc, model asc
