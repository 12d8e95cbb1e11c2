{{ config(materialized='view') }}

with written as (
    select * from {{ ref('int_lines__written') }}
),

commits as (
    select
        commits.commit_key,
        commits.repository_key,
        commits.sha,
        commits.authored_at,
        commits.committed_at,
        -- Reckoned per commit, because reckoning with dates per line costs more than all the rest.
        commits.authored_at - interval '{{ var("line_days") }} days' as lines_from,
        -- Git's clock has whole seconds, and an amended commit keeps its first author time.
        commits.committed_at + interval 1 second as lines_until,
        authors.developer_key
    from {{ ref('stg_git_commits') }} as commits
    left join {{ ref('int_git_authors__developer') }} as authors
        on commits.author_email = authors.author_email
    -- What a revert brings back was not written for it.
    where
        not commits.is_merge
        and not commits.is_revert
        and commits.committed_at >= (select min(written.written_at) from written)
        - interval 1 second
),

added as (
    select
        commits.commit_key,
        commits.repository_key,
        commits.developer_key,
        commits.authored_at,
        commits.committed_at,
        commits.lines_from,
        commits.lines_until,
        files.path_key,
        unnest(list_distinct({{ line_keys('files.added_line_keys') }})) as line_key
    from commits
    inner join {{ ref('base_git__commit_files') }} as files
        on commits.repository_key = files.repository_key and commits.sha = files.sha
    where not files.is_generated
),

shared as (
    select added.* from added
    where added.line_key in (select written.line_key from written)
),

common as (
    select
        repository_key,
        line_key
    from shared
    group by repository_key, line_key
    having count(distinct authored_at) > {{ var('common_line_commits') }}
)

select
    shared.*,
    common.line_key is not null as is_common
from shared
left join common
    on
        shared.repository_key = common.repository_key
        and shared.line_key = common.line_key
