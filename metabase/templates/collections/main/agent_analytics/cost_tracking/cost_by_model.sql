with {{snippet: days}},

{{snippet: usage}}

select
    model,
    sum(list_cost_microusd) / 1e6 as list_cost_usd
from usage
where model is not null
group by model
having sum(list_cost_microusd) is not null
order by list_cost_usd desc, model asc
limit 12
