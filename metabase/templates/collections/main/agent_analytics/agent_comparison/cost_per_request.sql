with {{snippet: days}},

{{snippet: usage}},

totals as (
    select
        model,
        sum(request_count) as request_count,
        sum(list_cost_microusd) / 1e3 / sum(priced_request_count) as cost_per_thousand_usd
    from usage
    where model is not null
    group by model
    having sum(priced_request_count) > 0
    order by request_count desc, model asc
    limit 12
)

select
    model,
    cost_per_thousand_usd
from totals
order by cost_per_thousand_usd desc, model asc
