with repositories as (
    select * from {{ ref('stg_git_repositories') }}
),

commits as (
    select * from {{ ref('stg_git_commits') }}
    where not is_merge
),

links as (
    select * from {{ ref('int_commit_links') }}
    where confidence >= {{ var('link_threshold') }}
),

written as (
    select
        commits.commit_key,
        commits.repository_key,
        commits.committed_at,
        found.line_key
    from {{ ref('int_commit_lines__written') }} as found
    inner join links
        on
            found.commit_key = links.commit_key
            and found.session_key = links.session_key
    inner join commits on found.commit_key = commits.commit_key
    where not found.is_common
),

gone as (
    select
        commits.repository_key,
        commits.committed_at,
        unnest(list_distinct({{ line_keys('files.removed_line_keys') }})) as line_key
    from {{ ref('base_git__commit_files') }} as files
    inner join commits
        on files.repository_key = commits.repository_key and files.sha = commits.sha
    where
        files.removed_line_keys is not null
        and commits.committed_at > (select min(written.committed_at) from written)
),

-- A line may move from file to file; it is gone when a later commit takes it away and adds it
-- nowhere.
ended as (
    select
        written.commit_key,
        written.line_key,
        any_value(written.repository_key) as repository_key,
        any_value(written.committed_at) as committed_at,
        min(gone.committed_at) as gone_at
    from written
    left join gone
        on
            written.repository_key = gone.repository_key
            and written.line_key = gone.line_key
            and written.committed_at < gone.committed_at
    group by written.commit_key, written.line_key
),

lives as (
    select
        ended.commit_key,
        repositories.read_at - ended.committed_at as followed_for,
        coalesce(ended.gone_at - ended.committed_at, interval 100 years) as lived_for
    from ended
    inner join repositories on ended.repository_key = repositories.repository_key
)

select
    commit_key,
    count(*) as tracked_lines,
    case
        when min(followed_for) >= interval 7 days
            then count(*) filter (where lived_for > interval 7 days)
    end as survived_7_days_lines,
    case
        when min(followed_for) >= interval 30 days
            then count(*) filter (where lived_for > interval 30 days)
    end as survived_30_days_lines
from lives
group by commit_key
