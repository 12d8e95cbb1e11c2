{{snippet: filtered_usage}},

-- Daily use in the chosen period.
usage as (
    select filtered_usage.*
    from filtered_usage
    inner join days
        on filtered_usage.usage_date between days.first_day and days.last_day
)
