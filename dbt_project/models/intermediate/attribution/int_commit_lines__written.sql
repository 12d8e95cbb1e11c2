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
        commits.commit_key,
        commits.repository_key,
        commits.authored_at,
        commits.committed_at,
        commits.lines_from,
        commits.lines_until,
        commits.developer_key,
        files.path_key,
        unnest(list_distinct({{ line_keys('files.added_line_keys') }})) as line_key
    from commits
    inner join {{ ref('base_git__commit_files') }} as files
        on commits.repository_key = files.repository_key and commits.sha = files.sha
    where not files.is_generated
),

matching as (
    select added.* from added
    where added.line_key in (select written.line_key from written)
),

common as (
    select
        repository_key,
        line_key
    from matching
    group by repository_key, line_key
    having count(distinct authored_at) > {{ var('common_line_commits') }}
),

lines as (
    select
        matching.*,
        common.line_key is not null as is_common
    from matching
    left join common
        on
            matching.repository_key = common.repository_key
            and matching.line_key = common.line_key
),

-- Put together first: everyday lines would otherwise meet every edit that wrote them anywhere.
edits as materialized (
    select
        edited.repository_key,
        edited.path_key,
        written.tool_call_key,
        written.session_key,
        written.developer_key,
        written.model,
        written.written_at,
        written.line_key
    from written
    inner join {{ ref('int_files__edited') }} as edited
        on written.tool_call_key = edited.tool_call_key
),

in_their_file as (
    select
        lines.*,
        edits.tool_call_key,
        edits.session_key,
        edits.model,
        edits.written_at,
        lines.developer_key = edits.developer_key as is_same_developer,
        true as is_same_path
    from lines
    inner join edits
        on
            lines.repository_key = edits.repository_key
            and lines.path_key = edits.path_key
            and lines.line_key = edits.line_key
            and lines.lines_from <= edits.written_at
            and lines.lines_until > edits.written_at
),

left_over as (
    select lines.*
    from lines
    left join in_their_file
        on
            lines.commit_key = in_their_file.commit_key
            and lines.path_key = in_their_file.path_key
            and lines.line_key = in_their_file.line_key
    where in_their_file.commit_key is null
),

elsewhere as (
    select
        left_over.*,
        written.tool_call_key,
        written.session_key,
        written.model,
        written.written_at,
        left_over.developer_key = written.developer_key as is_same_developer,
        false as is_same_path
    from left_over
    inner join written
        on
            left_over.line_key = written.line_key
            and left_over.repository_key = written.repository_key
            and left_over.lines_from <= written.written_at
            and left_over.lines_until > written.written_at
    where not left_over.is_common
),

pairs as (
    select
        commit_key,
        session_key
    from in_their_file
    union
    select
        commit_key,
        session_key
    from elsewhere
    union
    select
        commit_key,
        session_key
    from attested
),

-- Many sessions write the everyday lines; those of a commit come from one that wrote others of it.
everyday as (
    select
        left_over.*,
        written.tool_call_key,
        written.session_key,
        written.model,
        written.written_at,
        left_over.developer_key = written.developer_key as is_same_developer,
        false as is_same_path
    from left_over
    inner join pairs on left_over.commit_key = pairs.commit_key
    inner join written
        on
            pairs.session_key = written.session_key
            and left_over.line_key = written.line_key
            and left_over.repository_key = written.repository_key
            and left_over.lines_from <= written.written_at
            and left_over.lines_until > written.written_at
    where left_over.is_common
),

candidates as (
    select * from in_their_file
    union all
    select * from elsewhere
    union all
    select * from everyday
),

counted as (
    select
        commit_key,
        session_key,
        count(*) as session_line_count
    from candidates
    group by commit_key, session_key
),

ranked as (
    select
        candidates.commit_key,
        candidates.repository_key,
        candidates.path_key,
        candidates.line_key,
        candidates.authored_at,
        candidates.committed_at,
        candidates.tool_call_key,
        candidates.session_key,
        candidates.model,
        candidates.written_at,
        candidates.is_same_path,
        candidates.is_common,
        row_number() over (
            partition by candidates.commit_key, candidates.path_key, candidates.line_key
            order by
                attested.attestation_key is not null desc,
                counted.session_line_count desc,
                coalesce(candidates.is_same_developer, false) desc,
                candidates.written_at desc,
                candidates.session_key asc
        ) as place
    from candidates
    inner join counted
        on
            candidates.commit_key = counted.commit_key
            and candidates.session_key = counted.session_key
    left join attested
        on
            candidates.commit_key = attested.commit_key
            and candidates.session_key = attested.session_key
)

select
    {{ surrogate_key(['commit_key', 'path_key', 'line_key']) }} as commit_line_key,
    commit_key,
    path_key,
    line_key,
    tool_call_key,
    session_key,
    model,
    written_at,
    is_same_path,
    is_common,
    first_value(commit_key) over (
        partition by tool_call_key, line_key, repository_key
        order by authored_at, committed_at, commit_key
    ) as first_commit_key,
    rank() over (
        partition by tool_call_key, line_key, repository_key
        order by authored_at
    ) = 1 as is_first
from ranked
where place = 1
