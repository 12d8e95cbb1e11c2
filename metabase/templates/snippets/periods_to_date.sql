-- From the start up to the last day, and as many days of the step before; a card says what `starts` are.
earlier as (
    select
        cast(first_day - step as date) as first_day,
        first_day - 1 as end_day,
        last_day - first_day as later_days
    from starts
),

periods as (
    select
        first_day,
        last_day
    from starts
    union all
    select
        earlier.first_day,
        least(earlier.first_day + cast(earlier.later_days as integer), earlier.end_day) as last_day
    from earlier
    inner join marts.dim_dates
        on earlier.first_day = dim_dates.calendar_date
    where dim_dates.is_in_data
)
