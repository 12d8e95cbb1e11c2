with {{snippet: periods}},

savings as (
    select
        usage_date,
        uncached_cost_microusd,
        cached_cost_microusd
    from marts.fct_cache_savings
    where
        true
        {{snippet: team_agent_repository}}
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_day,
    sum(savings.uncached_cost_microusd - savings.cached_cost_microusd) / 1e6 as saved_usd
from periods
left join savings
    on savings.usage_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
