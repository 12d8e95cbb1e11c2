with sessions as (
    select
        *,
        coalesce(developer_method, 'unresolved') != 'unresolved' as is_resolved
    from {{ ref('int_agent_sessions_enriched') }}
),

edits as (
    select
        edited.file_edit_key,
        edited.repository_key,
        edited.path_key,
        edited.edited_at,
        edited.shows_lines,
        sessions.session_key,
        sessions.developer_key,
        sessions.is_resolved
    from {{ ref('int_files__edited') }} as edited
    inner join sessions
        on
            edited.agent = sessions.agent
            and edited.session_id = sessions.session_id
            and edited.repository_key = sessions.repository_key
),

-- People commit under their own address and under any that their sessions were seen to commit with.
addresses as (
    select
        author_email,
        developer_key
    from {{ ref('int_git_authors__developer') }}
    union
    select
        seen.author_email,
        sessions.developer_key
    from {{ ref('int_tool_calls__committed') }} as seen
    inner join sessions
        on seen.agent = sessions.agent and seen.session_id = sessions.session_id
    where sessions.is_resolved
),

commit_files as (
    select
        commits.commit_key,
        commits.author_email,
        commits.authored_at,
        commits.file_count,
        files.repository_key,
        files.path_key,
        regexp_matches(files.added_line_keys, '{{ line_key() }}') as shows_lines
    from {{ ref('stg_git_commits') }} as commits
    inner join {{ ref('base_git__commit_files') }} as files
        on commits.repository_key = files.repository_key and commits.sha = files.sha
    -- What a revert changes was decided by what it takes back.
    where not commits.is_merge and not commits.is_revert
),

candidates as (
    select
        commit_files.commit_key,
        commit_files.path_key,
        commit_files.file_count,
        edits.session_key,
        edits.edited_at,
        coalesce(edits.shows_lines and commit_files.shows_lines, false) as is_compared,
        -- An edit is in the first commit of its file after it, not in the later ones too.
        rank() over (
            partition by edits.file_edit_key
            order by commit_files.authored_at
        ) as place
    from edits
    inner join commit_files
        on
            edits.repository_key = commit_files.repository_key
            and edits.path_key = commit_files.path_key
            -- Git's clock has whole seconds.
            and date_trunc('second', edits.edited_at) <= commit_files.authored_at
            and edits.edited_at + interval '{{ var("link_hours") }} hours'
            >= commit_files.authored_at
    left join addresses
        on
            commit_files.author_email = addresses.author_email
            and edits.developer_key = addresses.developer_key
    -- Two people may edit one file; a known somebody else did not write this commit.
    where not edits.is_resolved or addresses.developer_key is not null
)

select
    {{ surrogate_key(['commit_key', 'session_key']) }} as link_key,
    commit_key,
    session_key,
    count(distinct path_key) / any_value(file_count) as matched_share,
    bool_or(is_compared) as is_compared,
    max(edited_at) as last_edited_at
from candidates
where place = 1
group by commit_key, session_key
