with {{snippet: whole_weeks}},

usage as (
    select
        cast(date_trunc('week', fct_daily_agent_usage.usage_date) as date) as usage_week,
        coalesce(dim_agents.display_name, fct_daily_agent_usage.agent) as agent_name,
        fct_daily_agent_usage.cache_read_tokens,
        fct_daily_agent_usage.total_input_tokens
    from marts.fct_daily_agent_usage
    inner join days
        on fct_daily_agent_usage.usage_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_daily_agent_usage.agent = dim_agents.agent
    where
        true
        [[and coalesce(fct_daily_agent_usage.team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and fct_daily_agent_usage.repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and fct_daily_agent_usage.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
)

select
    usage_week,
    agent_name,
    sum(cache_read_tokens) / nullif(
        sum(total_input_tokens) filter (where cache_read_tokens is not null), 0
    ) as cache_hit_share
from usage
group by usage_week, agent_name
having sum(total_input_tokens) > 0
order by usage_week, agent_name
