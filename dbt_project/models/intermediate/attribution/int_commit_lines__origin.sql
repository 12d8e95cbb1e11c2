with links as (
    select * from {{ ref('int_commit_links') }}
    where confidence >= {{ var('link_threshold') }}
),

-- Sessions that ran programs beside git may have written lines that no tool shows.
unseen as (
    select distinct session_key
    from {{ ref('int_tool_calls__judged') }}
    where command_program != 'git'
),

-- Sessions that show what they write: they did, or did not write though all they did is known.
open as (
    select written.session_key from {{ ref('int_lines__written') }} as written
    union
    select session_key from {{ ref('stg_agent_sessions') }}
    where
        layers like '%transcript%'
        and session_key not in (
            select edits.session_key from {{ ref('int_tool_calls__judged') }} as edits
            where edits.is_edit and edits.session_key is not null
        )
),

linked as (
    select
        commits.commit_key,
        commits.repository_key,
        commits.sha,
        bool_or(
            links.method in ('commit_seen', 'note', 'session_trailer', 'trace')
            and links.session_key in (select unseen.session_key from unseen)
        ) as may_hide_lines,
        bool_or(links.session_key in (select open.session_key from open)) as shows_lines
    from links
    inner join {{ ref('stg_git_commits') }} as commits on links.commit_key = commits.commit_key
    group by commits.commit_key, commits.repository_key, commits.sha
),

everyday as (
    select distinct
        commits.repository_key,
        found.line_key
    from {{ ref('int_commit_lines__written') }} as found
    inner join {{ ref('stg_git_commits') }} as commits on found.commit_key = commits.commit_key
    where found.is_common
),

runs as (
    select
        linked.*,
        files.path_key,
        generate_subscripts(string_split(files.added_line_keys, '||||||||'), 1) as run,
        unnest(string_split(files.added_line_keys, '||||||||')) as added_line_keys
    from linked
    inner join {{ ref('base_git__commit_files') }} as files
        on linked.repository_key = files.repository_key and linked.sha = files.sha
    where not files.is_generated
),

places as (
    select
        * exclude (added_line_keys),
        generate_subscripts({{ line_places('added_line_keys') }}, 1) as line_number,
        unnest({{ line_places('added_line_keys') }}) as line_key
    from runs
),

-- Of a line that stands in a file twice nobody knows which one was meant.
repeated as (
    select
        commit_key,
        path_key,
        line_key
    from places
    group by commit_key, path_key, line_key
    having count(*) > 1
),

matched as (
    select found.*
    from {{ ref('int_commit_lines__written') }} as found
    inner join links
        on found.commit_key = links.commit_key and found.session_key = links.session_key
),

-- Files that a linked session edited, as far as its client tells.
edited as (
    select
        links.commit_key,
        files.path_key,
        min(links.session_key) as session_key
    from links
    inner join {{ ref('stg_agent_sessions') }} as sessions
        on links.session_key = sessions.session_key
    inner join {{ ref('int_files__edited') }} as files
        on sessions.agent = files.agent and sessions.session_id = files.session_id
    group by links.commit_key, files.path_key
),

met as (
    select
        places.commit_key,
        places.path_key,
        places.run,
        places.line_number,
        matched.session_key,
        coalesce(matched.session_key, edited.session_key) as likely_session_key,
        case when matched.session_key is not null then coalesce(matched.model, '') end as model,
        matched.is_same_path,
        everyday.line_key is not null as is_everyday,
        matched.session_key is not null and repeated.line_key is not null as is_double,
        -- What it is, unless the line of a session.
        case
            when places.line_key = '........' then null
            when places.line_key = '~~~~~~~~' then 'moved'
            -- An agent also writes through a shell, which shows no lines: only in a file that it
            -- edited otherwise, or in a commit that it did not make after running programs, a
            -- person must have written the rest.
            when places.shows_lines and (edited.path_key is not null or not places.may_hide_lines)
                then 'human'
            else 'unknown'
        end as other_origin
    from places
    left join matched
        on
            places.commit_key = matched.commit_key
            and places.path_key = matched.path_key
            and places.line_key = matched.line_key
    left join repeated
        on
            places.commit_key = repeated.commit_key
            and places.path_key = repeated.path_key
            and places.line_key = repeated.line_key
    left join edited
        on places.commit_key = edited.commit_key and places.path_key = edited.path_key
    left join everyday
        on places.repository_key = everyday.repository_key and places.line_key = everyday.line_key
),

-- Three lines of a session that stand together were brought from the file that it edited.
beside as (
    select
        *,
        coalesce(session_key, other_origin) as writer,
        lag(coalesce(session_key, other_origin), 1 ignore nulls) over in_run as writer_before,
        lag(coalesce(session_key, other_origin), 2 ignore nulls) over in_run as writer_before_that,
        lead(coalesce(session_key, other_origin), 1 ignore nulls) over in_run as writer_after,
        lead(coalesce(session_key, other_origin), 2 ignore nulls) over in_run as writer_after_that
    from met
    window in_run as (partition by commit_key, path_key, run order by line_number)
),

weighed as (
    select
        *,
        case
            when is_everyday or is_double then null
            when session_key is null then other_origin
            when
                is_same_path
                or (writer = writer_before and writer in (writer_before_that, writer_after))
                or (writer = writer_after and writer = writer_after_that)
                then session_key
        end as sure_origin,
        case
            when is_same_path or not is_everyday then coalesce(session_key, other_origin)
            else other_origin
        end as likely_origin
    from beside
),

-- A line that proves nothing belongs to the line before it in its run, else to the one after it; in
-- a file without any that does, to the session that edited the file.
judged as (
    select
        *,
        coalesce(
            sure_origin,
            if(
                count(sure_origin) over (partition by commit_key, path_key, run) = 0,
                likely_origin,
                null
            )
        ) as origin
    from weighed
),

known as (
    select
        *,
        if(origin is not null, if(origin = session_key, model, ''), null) as written_with
    from judged
),

unproven as (
    select
        commit_key,
        path_key
    from known
    group by commit_key, path_key
    having count(origin) = 0
),

settled as (
    select
        known.commit_key,
        coalesce(
            last_value(known.origin ignore nulls) over before,
            first_value(known.origin ignore nulls) over after,
            if(unproven.path_key is not null, known.likely_session_key, null),
            'unknown'
        ) as written_by,
        coalesce(
            last_value(known.written_with ignore nulls) over before,
            first_value(known.written_with ignore nulls) over after,
            known.model
        ) as written_with
    from known
    left join unproven
        on known.commit_key = unproven.commit_key and known.path_key = unproven.path_key
    window
        before as (
            partition by known.commit_key, known.path_key, known.run
            order by known.line_number
            rows between unbounded preceding and current row
        ),
        after as (
            partition by known.commit_key, known.path_key, known.run
            order by known.line_number
            rows between current row and unbounded following
        )
)

select
    {{ surrogate_key(['commit_key', 'written_by', 'written_with']) }} as commit_origin_key,
    commit_key,
    if(written_by in ('moved', 'human', 'unknown'), written_by, 'agent') as origin,
    if(written_by in ('moved', 'human', 'unknown'), null, written_by) as session_key,
    nullif(written_with, '') as model,
    count(*) as line_count
from settled
group by commit_key, written_by, written_with
