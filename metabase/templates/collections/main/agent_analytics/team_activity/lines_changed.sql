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
    select
        started_date,
        coalesce(lines_added, 0)
        + coalesce(lines_removed, 0) as lines_changed
    from marts.fct_agent_sessions
    where
        coalesce(lines_added, lines_removed) is not null
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_day,
    sum(sessions.lines_changed) as line_count
from periods
left join sessions
    on sessions.started_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
