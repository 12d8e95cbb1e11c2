with closed as (
    select
        cast(date_trunc('month', closed_at) as date) as month_start,
        reopened_count > 0 as is_reopened,
        state = 'merged' as is_merged,
        coalesce(
            reverted_at <= merged_at + interval 30 days, false
        ) as is_reverted
    from marts.fct_pull_requests
    where
        closed_at is not null
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
)

select
    month_start,
    count(*) filter (where is_reopened) / count(*) as reopened_share,
    count(*) filter (where is_reverted and is_merged)
    / nullif(count(*) filter (where is_merged), 0) as reverted_share
from closed
group by month_start
order by month_start
