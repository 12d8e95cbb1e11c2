with {{snippet: whole_weeks}},

pull_requests as (
    select
        cast(date_trunc('week', opened_date) as date) as week_start,
        authorship
    from marts.fct_pull_requests
    where
        opened_date between (select first_day from days) and (select last_day from days)
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
)

select
    week_start,
    replace(authorship, '_', ' ') as authorship,
    count(*) as pull_request_count
from pull_requests
group by week_start, authorship
order by week_start, authorship
