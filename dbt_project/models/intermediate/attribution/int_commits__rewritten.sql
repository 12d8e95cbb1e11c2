with mainline as (
    select * from {{ ref('base_git__mainline_commits') }}
),

commits as (
    select
        commits.*,
        mainline.sha is not null as is_on_mainline
    from {{ ref('stg_git_commits') }} as commits
    left join mainline
        on commits.repository_key = mainline.repository_key and commits.sha = mainline.sha
    where not commits.is_merge
),

-- Git keeps author and author time when it commits anew;
-- the parents stay (amend) or the change does (rebase, cherry-pick).
anew as (
    select
        older.commit_key,
        older.is_on_mainline,
        newer.commit_key as newer_commit_key,
        newer.committed_at as newer_committed_at,
        coalesce(older.parent_shas, '') = coalesce(newer.parent_shas, '') as is_amended
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
),

-- Programs that rewrite a whole history keep all times and messages, whatever else they change.
rewritten as (
    select
        older.commit_key,
        older.is_on_mainline,
        newer.commit_key as newer_commit_key,
        newer.committed_at as newer_committed_at,
        false as is_amended
    from commits as older
    inner join commits as newer
        on
            older.repository_key = newer.repository_key
            and older.authored_at = newer.authored_at
            and older.committed_at = newer.committed_at
            and older.message_length = newer.message_length
            and newer.is_on_mainline
            and not older.is_on_mainline
),

pairs as (
    select * from anew
    union all
    select * from rewritten
),

-- What the default branch still holds was picked to another one, not replaced.
picks as (
    select distinct newer_commit_key
    from pairs
    where is_on_mainline
)

select
    pairs.commit_key,
    arg_max(
        pairs.newer_commit_key, (pairs.newer_committed_at, pairs.newer_commit_key)
    ) as newer_commit_key
from pairs
left join picks on pairs.newer_commit_key = picks.newer_commit_key
where
    not pairs.is_on_mainline
    -- Picks to several branches did not replace each other either.
    and (pairs.is_amended or picks.newer_commit_key is null)
group by pairs.commit_key
