with commits as (
    select * from {{ ref('stg_git_commits') }}
    where not is_merge
)

-- Git keeps author and author time when it commits anew;
-- the parents stay (amend) or the change does (rebase).
select
    older.commit_key,
    arg_max(newer.commit_key, (newer.committed_at, newer.commit_key)) as newer_commit_key
from commits as older
inner join commits as newer
    on
        older.repository_key = newer.repository_key
        and older.author_email = newer.author_email
        and older.authored_at = newer.authored_at
        and older.committed_at < newer.committed_at
        and (
            older.parent_shas is not distinct from newer.parent_shas
            or (
                older.file_count = newer.file_count
                and older.lines_added = newer.lines_added
                and older.lines_deleted = newer.lines_deleted
            )
        )
group by older.commit_key
