with written as (
    select * from {{ ref('int_lines__written') }}
),

attested as (
    select
        commit_key,
        session_key,
        min(attestation_key) as attestation_key
    from {{ ref('int_commits__attested') }}
    group by commit_key, session_key
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
        commits.*,
        files.path_key,
        unnest(list_distinct({{ line_keys('files.added_line_keys') }})) as line_key
    from commits
    inner join {{ ref('base_git__commit_files') }} as files
        on commits.repository_key = files.repository_key and commits.sha = files.sha
    where not files.is_generated
),

lines as (
    select added.* from added
    where added.line_key in (select written.line_key from written)
),

common as (
    select
        repository_key,
        line_key
    from lines
    group by repository_key, line_key
    having count(distinct authored_at) > {{ var('common_line_commits') }}
),

candidates as (
    select
        lines.commit_key,
        lines.repository_key,
        lines.path_key,
        lines.line_key,
        lines.authored_at,
        lines.committed_at,
        written.tool_call_key,
        written.session_key,
        written.model,
        written.written_at,
        edited.file_edit_key is not null as is_same_path,
        attested.attestation_key is not null as is_attested,
        coalesce(lines.developer_key = written.developer_key, false) as is_same_developer,
        count(*) over (
            partition by lines.commit_key, written.session_key
        ) as session_line_count
    from lines
    inner join written
        on
            lines.line_key = written.line_key
            and lines.lines_from <= written.written_at
            and lines.lines_until > written.written_at
    left join {{ ref('int_files__edited') }} as edited
        on
            written.tool_call_key = edited.tool_call_key
            and lines.repository_key = edited.repository_key
            and lines.path_key = edited.path_key
    left join attested
        on
            lines.commit_key = attested.commit_key
            and written.session_key = attested.session_key
    where
        lines.repository_key = written.repository_key
        or edited.file_edit_key is not null
),

-- Many sessions write the everyday lines; those of a commit come from the one that wrote the rest.
ranked as (
    select
        *,
        row_number() over (
            partition by commit_key, path_key, line_key
            order by
                is_attested desc,
                is_same_path desc,
                session_line_count desc,
                is_same_developer desc,
                written_at desc,
                session_key asc
        ) as place
    from candidates
)

select
    {{ surrogate_key([
        'ranked.commit_key', 'ranked.path_key', 'ranked.line_key'
    ]) }} as commit_line_key,
    ranked.commit_key,
    ranked.path_key,
    ranked.line_key,
    ranked.tool_call_key,
    ranked.session_key,
    ranked.model,
    ranked.written_at,
    ranked.is_same_path,
    common.line_key is not null as is_common,
    first_value(ranked.commit_key) over (
        partition by ranked.tool_call_key, ranked.line_key, ranked.repository_key
        order by ranked.authored_at, ranked.committed_at, ranked.commit_key
    ) as first_commit_key,
    rank() over (
        partition by ranked.tool_call_key, ranked.line_key, ranked.repository_key
        order by ranked.authored_at
    ) = 1 as is_first
from ranked
left join common
    on
        ranked.repository_key = common.repository_key
        and ranked.line_key = common.line_key
where ranked.place = 1
