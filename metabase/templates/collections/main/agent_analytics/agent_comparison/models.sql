with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

usage as (
    select fct_daily_agent_usage.*
    from marts.fct_daily_agent_usage
    inner join days
        on fct_daily_agent_usage.usage_date between days.first_day and days.last_day
    where
        true
        [[and coalesce(fct_daily_agent_usage.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and fct_daily_agent_usage.agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and fct_daily_agent_usage.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_daily_agent_usage.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
)

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
