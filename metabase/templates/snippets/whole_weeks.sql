-- As the days, from the Monday of the first week on.
days as (
    select
        min(week_start_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
)
