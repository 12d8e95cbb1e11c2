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

coverage as (
    select
        usage_date,
        priced_request_count,
        request_count
    from marts.fct_price_coverage
    where
        true
        [[and {{agent}}]]
        [[and {{model}}]]
)

select
    periods.first_day as period_start,
    sum(coverage.priced_request_count) / nullif(sum(coverage.request_count), 0) as priced_share
from periods
left join coverage on coverage.usage_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
