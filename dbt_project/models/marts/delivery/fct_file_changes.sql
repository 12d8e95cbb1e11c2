with files as (
    select * from {{ ref('base_git__commit_files') }}
),

-- What a merge brings in was counted on its branch, and rewritten work in its later version.
commits as (
    select * from {{ ref('fct_git_commits') }}
    where not is_merge and not is_superseded
),

changes as (
    select
        commits.repository_key,
        commits.developer_key,
        commits.team,
        commits.sha,
        commits.committed_date as changed_date,
        commits.is_assisted,
        if(commits.is_assisted, commits.agent, null) as agent,
        files.file_extension,
        files.lines_added,
        files.lines_deleted
    from files
    inner join commits
        on
            files.repository_key = commits.repository_key
            and files.sha = commits.sha
)

select
    -- ids
    {{ surrogate_key([
        'changed_date', 'repository_key', 'developer_key', 'is_assisted', 'agent', 'file_extension',
    ]) }} as file_change_key,
    repository_key,
    developer_key,
    -- categories
    team,
    agent,
    file_extension,
    is_assisted,
    -- measures
    count(distinct sha) as commit_count,
    count(*) as changed_file_count,
    {{ total('lines_added') }} as lines_added,
    {{ total('lines_deleted') }} as lines_deleted,
    -- times
    changed_date
from changes
group by
    changed_date,
    repository_key,
    developer_key,
    team,
    is_assisted,
    agent,
    file_extension
