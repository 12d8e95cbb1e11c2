with commits as (
    select * from {{ source('git', 'commits') }}
    where {{ is_of_known_repository() }}
)

select
    -- ids
    commit_id as commit_key,
    repository_key,
    sha,
    parent_shas,
    reverted_sha,
    -- people
    author_name,
    author_email,
    committer_email,
    -- categories
    commit_type,
    flags,
    parent_count > 1 as is_merge,
    reverted_sha is not null as is_revert,
    -- measures
    files_changed as file_count,
    lines_added,
    lines_deleted,
    message_length,
    -- times
    authored_at,
    committed_at
from commits
