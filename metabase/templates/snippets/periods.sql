{{snippet: days}},

-- The chosen period and the one before, as long, if the data reach back so far.
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
)
