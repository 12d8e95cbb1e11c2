-- From when a vendor counts differently; a fault that lasts into the period is told on its first day.
breaks as (
    select
        dim_series_breaks.series,
        dim_series_breaks.what
        || case
            when dim_series_breaks.end_date is null then ''
            else ' (' || dim_series_breaks.break_date || ' to ' || dim_series_breaks.end_date || ')'
        end as what,
        case
            when dim_series_breaks.end_date >= days.first_day
                then greatest(dim_series_breaks.break_date, days.first_day)
            else dim_series_breaks.break_date
        end as break_date
    from marts.dim_series_breaks
    cross join days
)
