with sessions as (
    select * from {{ ref('stg_agent_sessions') }}
),

repositories as (
    select * from {{ ref('stg_git_repositories') }}
),

roots as (
    select
        repository_key,
        unnest(string_split(root_path_keys, '/')) as folder_key
    from repositories
),

folders as (
    select
        agent,
        session_id,
        unnest(string_split(workspace_path_keys, '/')) as folder_key,
        generate_subscripts(string_split(workspace_path_keys, '/'), 1) as folder_depth
    from sessions
),

evidence as (
    select
        agent,
        session_id,
        repository_key,
        'commit' as method,
        1 as strength,
        count(*) as weight
    from {{ ref('int_tool_calls__committed') }}
    group by agent, session_id, repository_key
    union all
    select
        sessions.agent,
        sessions.session_id,
        coalesce(
            repositories.repository_key, {{ surrogate_key(["'remote'", 'sessions.repository']) }}
        ) as repository_key,
        'remote' as method,
        2 as strength,
        1 as weight
    from sessions
    left join repositories on sessions.repository = repositories.remote
    where sessions.repository is not null
    union all
    -- The innermost clone around the working folder, should clones lie in one another.
    select
        folders.agent,
        folders.session_id,
        roots.repository_key,
        'folder' as method,
        3 as strength,
        max(folders.folder_depth) as weight
    from folders
    inner join roots on folders.folder_key = roots.folder_key
    group by folders.agent, folders.session_id, roots.repository_key
    union all
    -- Clones on another machine than the session's share the folder's name; it must be unique.
    select
        sessions.agent,
        sessions.session_id,
        min(repositories.repository_key) as repository_key,
        'folder_name' as method,
        4 as strength,
        1 as weight
    from sessions
    inner join repositories on sessions.workspace_name_key = repositories.name_key
    group by sessions.agent, sessions.session_id
    having count(*) = 1
    union all
    select
        agent,
        session_id,
        repository_key,
        'files' as method,
        5 as strength,
        count(distinct path_key) as weight
    from {{ ref('int_files__edited') }}
    group by agent, session_id, repository_key
),

ranked as (
    select
        *,
        row_number() over same_session as place,
        -- Files that fit two repositories equally well tell neither.
        method = 'files' and count(*) over (
            partition by agent, session_id, strength, weight
        ) > 1 as is_tied
    from evidence
    window same_session as (
        partition by agent, session_id
        order by strength asc, weight desc, repository_key asc
    )
)

select
    agent,
    session_id,
    repository_key,
    method
from ranked
where place = 1 and not is_tied
