with reviews as (
    select * from {{ ref('stg_pull_request_reviews') }}
)

select
    pull_request_key,
    min(submitted_at) filter (where is_by_another_person) as first_reviewed_at,
    count(*) filter (where is_by_another_person) as review_count,
    count(distinct coalesce(reviewer_number, reviewer_login)) filter (
        where is_by_another_person
    ) as reviewer_count,
    count(*) filter (
        where is_by_another_person and state = 'changes_requested'
    ) as review_round_count,
    count(*) filter (where is_by_another_person and state = 'approved') as approval_count,
    count(*) filter (where agent is not null) as agent_review_count
from reviews
group by pull_request_key
