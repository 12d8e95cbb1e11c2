with repositories as (
    select * from {{ ref('stg_git_repositories') }}
),

commits as (
    select * from {{ ref('stg_git_commits') }}
    where not is_merge
),

links as (
    select * from {{ ref('int_commit_links') }}
    where is_linked
),

-- Reckoning with dates costs more than all the rest: once per commit, not per line.
tracked as (
    select
        commit_key,
        repository_key,
        committed_at,
        committed_at + interval 7 days as week_later,
        committed_at + interval 30 days as month_later
    from commits
    where commit_key in (select links.commit_key from links)
),

written as (
    select
        tracked.commit_key,
        tracked.repository_key,
        tracked.committed_at,
        tracked.week_later,
        tracked.month_later,
        found.line_key
    from {{ ref('int_commit_lines__written') }} as found
    inner join links
        on
            found.commit_key = links.commit_key
            and found.session_key = links.session_key
    inner join tracked on found.commit_key = tracked.commit_key
    where not found.is_common
),

gone as (
    select
        commits.repository_key,
        commits.committed_at,
        unnest({{ line_keys('files.removed_line_keys') }}) as line_key
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
        any_value(written.week_later) as week_later,
        any_value(written.month_later) as month_later,
        coalesce(min(gone.committed_at), 'infinity') as gone_at
    from written
    left join gone
        on
            written.repository_key = gone.repository_key
            and written.line_key = gone.line_key
            and written.committed_at < gone.committed_at
    group by written.commit_key, written.line_key
),

counted as (
    select
        commit_key,
        any_value(repository_key) as repository_key,
        any_value(week_later) as week_later,
        any_value(month_later) as month_later,
        count(*) as tracked_lines,
        count(*) filter (where gone_at > week_later) as survived_7_days_lines,
        count(*) filter (where gone_at > month_later) as survived_30_days_lines
    from ended
    group by commit_key
)

select
    counted.commit_key,
    counted.tracked_lines,
    if(
        repositories.read_at >= counted.week_later, counted.survived_7_days_lines, null
    ) as survived_7_days_lines,
    if(
        repositories.read_at >= counted.month_later, counted.survived_30_days_lines, null
    ) as survived_30_days_lines
from counted
inner join repositories on counted.repository_key = repositories.repository_key
