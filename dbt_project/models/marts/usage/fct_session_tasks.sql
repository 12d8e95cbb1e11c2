with sessions as (
    select
        session_key,
        lower(regexp_extract(git_branch, '^([A-Za-z]+)[/_-]', 1)) as branch_word
    from {{ ref('fct_agent_sessions') }}
),

-- A session of several kinds of commits is of the one it has most of.
linked as (
    select
        session_key,
        commit_type,
        count(*) as commit_count
    from {{ ref('fct_git_commits') }}
    where is_assisted and session_key is not null and {{ task_type('commit_type') }} is not null
    group by session_key, commit_type
),

committed as (
    select
        session_key,
        {{ task_type('commit_type') }} as task_type
    from linked
    qualify row_number() over (
        partition by session_key
        order by commit_count desc, commit_type asc
    ) = 1
),

told as (
    select
        sessions.session_key,
        committed.task_type as committed_type,
        {{ task_type('sessions.branch_word') }} as branch_type
    from sessions
    left join committed on sessions.session_key = committed.session_key
)

select
    session_key,
    coalesce(committed_type, branch_type, 'unknown') as task_type,
    case
        when committed_type is not null then 'commit_type'
        when branch_type is not null then 'branch'
    end as task_evidence
from told
