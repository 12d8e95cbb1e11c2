{{snippet: days}},

-- The months of the chosen period, and at least the last six up to its end.
months as (
    select
        least(
            cast(date_trunc('month', first_day) as date),
            cast(date_trunc('month', last_day) - interval 5 month as date)
        ) as first_month,
        last_day
    from days
)
