with pull_requests as (
    select * from {{ ref('int_pull_requests_enriched') }}
)

select
    -- ids
    pull_request_key,
    repository_key,
    pull_request_number,
    developer_key,
    current_login as author_login,
    head_branch,
    base_branch,
    merge_commit_sha,
    -- categories
    team,
    author_kind,
    state,
    agent,
    agent_signal,
    authorship,
    commit_type,
    labels,
    check_outcome,
    flags,
    coalesce(is_draft, false) as is_draft,
    coalesce(is_from_fork, false) as is_from_fork,
    is_revert,
    reverted_at is not null as is_reverted,
    -- measures
    commit_count,
    file_count,
    lines_added,
    lines_deleted,
    review_count,
    reviewer_count,
    review_round_count,
    approval_count,
    agent_review_count,
    reopened_count,
    force_push_count,
    commits_after_review_count,
    check_count,
    failed_check_count,
    session_count,
    priced_session_count,
    list_cost_microusd as session_list_cost_microusd,
    date_diff('second', opened_at, merged_at) as merge_seconds,
    case
        when merged_at >= ready_at then date_diff('second', ready_at, merged_at)
    end as ready_to_merge_seconds,
    -- A review during the draft waited for from the opening on.
    date_diff(
        'second', if(ready_at <= first_reviewed_at, ready_at, opened_at), first_reviewed_at
    ) as first_review_seconds,
    -- times
    opened_at,
    ready_at,
    first_reviewed_at,
    closed_at,
    merged_at,
    reverted_at,
    {{ local_date('opened_at') }} as opened_date,
    {{ local_date('merged_at') }} as merged_date
from pull_requests
