with links as (
    select * from {{ ref('int_commit_links') }}
    where is_linked
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
)

select
    commit_key,
    bool_or(
        method in ('commit_seen', 'note', 'session_trailer', 'trace')
        and session_key in (select unseen.session_key from unseen)
    ) as may_hide_lines,
    bool_or(session_key in (select open.session_key from open)) as shows_lines
from links
group by commit_key
