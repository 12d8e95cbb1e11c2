with read as (
    select * from {{ source('git', 'commits') }}
    where {{ is_of_known_repository() }}
),

whole as (
    select * from read
    where files_changed is not null
),

-- What one clone is cut off at, another may know.
commits as (
    select * from whole
    union all
    select cut_off.*
    from read as cut_off
    left join whole
        on cut_off.repository_key = whole.repository_key and cut_off.sha = whole.sha
    where cut_off.files_changed is null and whole.sha is null
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
