with events as (
    select * from {{ ref('base_github__pull_request_events') }}
)

select
    pull_request_key,
    count(*) filter (where kind = 'reopened') as reopened_count,
    count(*) filter (where kind = 'head_ref_force_pushed') as force_push_count,
    max(happened_at) filter (where kind = 'ready_for_review') as ready_at
from events
group by pull_request_key
