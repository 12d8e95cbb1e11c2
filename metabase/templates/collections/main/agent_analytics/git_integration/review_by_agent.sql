with pull_requests as (
    select
        coalesce(dim_agents.display_name, fct_pull_requests.agent, 'no agent') as author_agent,
        fct_pull_requests.state,
        fct_pull_requests.merge_seconds,
        fct_pull_requests.first_review_seconds,
        fct_pull_requests.review_round_count,
        fct_pull_requests.check_outcome,
        fct_pull_requests.reverted_at is not null as is_reverted
    from marts.fct_pull_requests
    left join marts.dim_agents
        on fct_pull_requests.agent = dim_agents.agent
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
)

select
    author_agent,
    count(*) as pull_request_count,
    count(*) filter (where state = 'merged')
    / nullif(count(*) filter (where state != 'open'), 0) as merged_share,
    quantile_cont(merge_seconds, 0.5) / 3600 as median_merge_hours,
    quantile_cont(first_review_seconds, 0.5) / 3600 as median_first_review_hours,
    avg(review_round_count) as mean_review_rounds,
    count(*) filter (where check_outcome = 'failed')
    / nullif(count(check_outcome), 0) as failed_check_share,
    count(*) filter (where is_reverted)
    / nullif(count(*) filter (where state = 'merged'), 0) as reverted_share
from pull_requests
group by author_agent
order by pull_request_count desc, author_agent asc
