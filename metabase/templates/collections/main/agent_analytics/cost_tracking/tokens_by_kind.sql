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
    usage_date,
    sum(cache_read_tokens) as cache_read_tokens,
    sum(cache_write_tokens) as cache_write_tokens,
    sum(input_tokens) as uncached_input_tokens,
    sum(output_tokens) as output_tokens
from usage
group by usage_date
order by usage_date
