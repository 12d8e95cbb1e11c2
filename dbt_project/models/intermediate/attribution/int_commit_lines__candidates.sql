{{ config(materialized='view') }}

with written as (
    select * from {{ ref('int_lines__written') }}
),

lines as (
    select * from {{ ref('int_commit_lines__shared') }}
),

-- Put together first: everyday lines would otherwise meet every edit that wrote them anywhere.
edits as materialized (
    select
        written.* replace (edited.repository_key as repository_key),
        edited.path_key
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
    from {{ ref('int_commits__attested') }}
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
)

{% for place in ['in_their_file', 'elsewhere', 'everyday'] %}
    select * exclude (lines_from, lines_until, developer_key) from {{ place }}
    {{ "union all" if not loop.last }}
{% endfor %}
