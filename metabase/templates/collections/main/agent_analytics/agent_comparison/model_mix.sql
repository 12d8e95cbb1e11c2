with {{snippet: whole_weeks}},

usage as (
    select
        cast(date_trunc('week', fct_daily_agent_usage.usage_date) as date) as usage_week,
        fct_daily_agent_usage.model,
        fct_daily_agent_usage.request_count
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
