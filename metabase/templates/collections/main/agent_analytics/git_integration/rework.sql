with closed as (
    select
        cast(date_trunc('month', fct_pull_requests.closed_at) as date) as month_start,
        fct_pull_requests.reopened_count > 0 as is_reopened,
        fct_pull_requests.state = 'merged' as is_merged,
        coalesce(
            fct_pull_requests.reverted_at <= fct_pull_requests.merged_at + interval 30 days, false
        ) as is_reverted
    from marts.fct_pull_requests
    left join marts.dim_repositories
        on fct_pull_requests.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_pull_requests.team is not distinct from dim_team_groups.team
    where
        fct_pull_requests.closed_at is not null
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
)

select
    month_start,
    count(*) filter (where is_reopened) / count(*) as reopened_share,
    count(*) filter (where is_reverted and is_merged)
    / nullif(count(*) filter (where is_merged), 0) as reverted_share
from closed
group by month_start
order by month_start
