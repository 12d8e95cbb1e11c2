with reviews as (
    select * from {{ source('github', 'pull_request_reviews') }}
),

pull_requests as (
    select * from {{ ref('stg_pull_requests') }}
)

select
    -- ids
    reviews.review_id as review_key,
    reviews.pull_request_id as pull_request_key,
    reviews.reviewed_sha,
    -- people
    reviews.reviewer_number,
    reviews.reviewer_login,
    reviews.reviewer_kind,
    -- categories
    reviews.state,
    reviews.agent,
    -- An author's own remarks are no review, and neither are a machine's.
    coalesce(
        reviews.reviewer_kind = 'user'
        and reviews.agent is null
        and reviews.reviewer_number is distinct from pull_requests.author_number,
        false
    ) as is_by_another_person,
    -- times
    reviews.submitted_at
from reviews
inner join pull_requests on reviews.pull_request_id = pull_requests.pull_request_key
