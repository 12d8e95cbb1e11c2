with tool_calls as (
    select * from {{ ref('stg_agent_tool_calls') }}
    where
        {{ is_edit_tool('tool_name') }}
        and file_path_keys is not null
        and coalesce(is_success, true)
        and coalesce(decision, 'accept') = 'accept'
),

endings as (
    select
        tool_call_key,
        agent,
        session_id,
        called_at,
        written_line_keys is not null as shows_lines,
        unnest(string_split(file_path_keys, '/')) as path_key
    from tool_calls
),

files as (
    select distinct
        repository_key,
        path_key
    from {{ ref('base_git__commit_files') }}
)

-- Of the endings of a path, one is the path within the repository.
select
    {{ surrogate_key(['endings.tool_call_key', 'files.repository_key', 'endings.path_key']) }}
        as file_edit_key,
    endings.tool_call_key,
    endings.agent,
    endings.session_id,
    files.repository_key,
    endings.path_key,
    endings.shows_lines,
    endings.called_at as edited_at
from endings
inner join files on endings.path_key = files.path_key
