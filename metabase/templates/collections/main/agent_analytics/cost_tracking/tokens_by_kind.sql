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
    left join marts.dim_agents
        on fct_daily_agent_usage.agent = dim_agents.agent
    left join marts.dim_models
        on fct_daily_agent_usage.model_key = dim_models.model_key
    left join marts.dim_repositories
        on fct_daily_agent_usage.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_daily_agent_usage.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
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
