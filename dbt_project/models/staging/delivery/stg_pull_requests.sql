with pull_requests as (
    select * from {{ source('github', 'pull_requests') }}
),

-- A repository that is configured under its old and its new name is one, by the name read last.
repositories as (
    select
        hosted_repository_id,
        arg_max(repository_key, read_at) as repository_key
    from {{ ref('stg_polled_repositories') }}
    where hosted_repository_id is not null
    group by hosted_repository_id
)

select
    -- ids
    pull_requests.pull_request_id as pull_request_key,
    pull_requests.hosted_repository_id,
    repositories.repository_key,
    pull_requests.number as pull_request_number,
    pull_requests.head_sha,
    pull_requests.merge_commit_sha,
    pull_requests.title_key,
    pull_requests.reverted_number,
    pull_requests.reverted_title_key,
    pull_requests.reverted_sha,
    -- people
    pull_requests.author_number,
    pull_requests.author_login,
    pull_requests.author_kind,
    pull_requests.merger_number,
    pull_requests.merger_login,
    -- categories
    pull_requests.state,
    pull_requests.agent,
    pull_requests.agent_signal,
    pull_requests.head_branch,
    pull_requests.base_branch,
    pull_requests.commit_type,
    pull_requests.labels,
    pull_requests.flags,
    pull_requests.is_draft,
    pull_requests.is_from_fork,
    coalesce(
        pull_requests.reverted_number is not null
        or pull_requests.reverted_title_key is not null
        or pull_requests.reverted_sha is not null,
        false
    ) as is_revert,
    -- measures
    pull_requests.commit_count,
    pull_requests.files_changed as file_count,
    pull_requests.lines_added,
    pull_requests.lines_deleted,
    -- times
    pull_requests.opened_at,
    pull_requests.changed_at,
    pull_requests.closed_at,
    pull_requests.merged_at,
    pull_requests.read_at
from pull_requests
inner join repositories
    on pull_requests.hosted_repository_id = repositories.hosted_repository_id
