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

matches as (
    select
        started_date,
        resolved_session_count,
        session_count
    from marts.fct_identity_match
    where true [[and {{agent}}]]
)

select
    periods.first_day as period_start,
    sum(matches.resolved_session_count) / nullif(sum(matches.session_count), 0) as resolved_share
from periods
left join matches on matches.started_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
