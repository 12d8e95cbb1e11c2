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

pull_requests as (
    select
        fct_pull_requests.merged_date,
        fct_pull_requests.merge_seconds
    from marts.fct_pull_requests
    left join marts.dim_repositories
        on fct_pull_requests.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_pull_requests.team is not distinct from dim_team_groups.team
    where
        fct_pull_requests.merge_seconds is not null
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
)

select
    periods.first_day as period_start,
    quantile_cont(pull_requests.merge_seconds, 0.5) / 3600 as median_hours
from periods
left join pull_requests
    on pull_requests.merged_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
