with {{snippet: periods}},

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
