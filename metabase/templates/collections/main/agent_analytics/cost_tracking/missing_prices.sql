with {{snippet: days}},

gaps as (
    select
        coalesce(dim_agents.display_name, fct_price_coverage.agent) as agent_name,
        coalesce(fct_price_coverage.model, 'unknown') as model,
        replace(fct_price_coverage.price_status, '_', ' ') as reason,
        fct_price_coverage.request_count,
        fct_price_coverage.output_tokens
    from marts.fct_price_coverage
    inner join days
        on fct_price_coverage.usage_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_price_coverage.agent = dim_agents.agent
    where
        fct_price_coverage.price_status != 'priced'
        [[and {{agent}}]]
        [[and fct_price_coverage.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
)

select
    agent_name,
    model,
    reason,
    sum(request_count) as request_count,
    sum(output_tokens) as output_tokens
from gaps
group by agent_name, model, reason
order by request_count desc, agent_name asc, model asc, reason asc
