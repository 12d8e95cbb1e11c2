with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

windows as (
    select last_day
    from days
    where last_day is not null
    union all
    select days.last_day - 28 as last_day
    from days
    inner join marts.dim_dates
        on dim_dates.calendar_date = days.last_day - 55
    where dim_dates.is_in_data
),

people as (
    select
        activity_date,
        developer_key
    from marts.fct_developer_activity
    where
        is_resolved
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
)

select
    windows.last_day,
    case
        when count(distinct people.developer_key) not between 1 and 4
            then count(distinct people.developer_key)
    end as developer_count
from windows
left join people
    on people.activity_date between windows.last_day - 27 and windows.last_day
group by windows.last_day
order by windows.last_day
