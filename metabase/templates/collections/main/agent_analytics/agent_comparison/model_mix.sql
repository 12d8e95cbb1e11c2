with days as (
    select
        min(week_start_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

usage as (
    select
        cast(date_trunc('week', fct_daily_agent_usage.usage_date) as date) as usage_week,
        fct_daily_agent_usage.model,
        fct_daily_agent_usage.request_count
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
),

ranked as (
    select
        model,
        row_number() over (order by sum(request_count) desc, model) as place
    from usage
    where model is not null
    group by model
),

named as (
    select
        usage.usage_week,
        usage.request_count,
        case when ranked.place <= 6 then usage.model else 'all others' end as model
    from usage
    left join ranked
        on usage.model = ranked.model
)

select
    usage_week,
    model,
    sum(request_count) as request_count
from named
group by usage_week, model
order by usage_week, model
