-- This period and the one before, as long, if the data reach back so far.
with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

periods as (
    select
        first_day,
        last_day
    from days
    union all
    select
        dim_dates.calendar_date as first_day,
        days.first_day - 1 as last_day
    from days
    inner join marts.dim_dates
        on
            dim_dates.calendar_date
            = days.first_day - cast(days.last_day - days.first_day + 1 as integer)
    where dim_dates.is_in_data
),

sessions as (
    select fct_agent_sessions.started_date
    from marts.fct_agent_sessions
    left join marts.dim_agents
        on fct_agent_sessions.agent = dim_agents.agent
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    periods.first_day as period_day,
    count(sessions.started_date) as session_count
from periods
left join sessions
    on sessions.started_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
