with cut_off as (
    select
        repository_key,
        sha
    from {{ source('git', 'commits') }}
    where files_changed is null
),

-- What one clone is cut off at, another may know.
known_elsewhere as (
    select whole.repository_key || whole.sha as known_commit
    from {{ source('git', 'commits') }} as whole
    inner join cut_off
        on whole.repository_key = cut_off.repository_key and whole.sha = cut_off.sha
    where whole.files_changed is not null
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
from {{ source('git', 'commits') }}
where
    {{ is_of_known_repository() }}
    and not (
        files_changed is null
        and repository_key || sha in (
            select known_elsewhere.known_commit from known_elsewhere
        )
    )
