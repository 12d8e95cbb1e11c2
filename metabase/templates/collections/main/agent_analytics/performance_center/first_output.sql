with chosen as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day,
        cast(max(calendar_date) - min(calendar_date) as integer) + 1 as day_count
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

periods as (
    select
        first_day,
        last_day
    from chosen
    union all
    select
        first_day - day_count as first_day,
        first_day - 1 as last_day
    from chosen
    where
        first_day - day_count >= (
            select min(dim_dates.calendar_date)
            from marts.dim_dates
            where dim_dates.is_in_data
        )
),

sessions as (
    select
        fct_agent_sessions.started_date,
        fct_agent_sessions.developer_key,
        fct_agent_sessions.first_output_seconds
    from marts.fct_agent_sessions
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        fct_agent_sessions.first_output_seconds is not null
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    periods.first_day as period_start,
    case
        when count(distinct sessions.developer_key) >= 5
            then quantile_cont(sessions.first_output_seconds, 0.5)
    end as median_seconds
from periods
left join sessions on sessions.started_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
