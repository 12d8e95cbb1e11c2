with sessions as (
    select
        session_key,
        {{ branch_word('git_branch') }} as branch_word
    from {{ ref('fct_agent_sessions') }}
),

-- A session of several kinds of commits is of the one it has most of.
linked as (
    select
        commits.session_key,
        commit_tasks.task_type,
        count(*) as commit_count
    from {{ ref('fct_git_commits') }} as commits
    inner join {{ ref('fct_commit_tasks') }} as commit_tasks
        on commits.commit_key = commit_tasks.commit_key
    where
        commits.is_assisted
        and commits.session_key is not null
        and commit_tasks.task_evidence is not null
    group by commits.session_key, commit_tasks.task_type
),

committed as (
    select
        session_key,
        task_type
    from linked
    qualify row_number() over (
        partition by session_key
        order by commit_count desc, task_type asc
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
        when committed_type is not null then 'commits'
        when branch_type is not null then 'branch'
    end as task_evidence
from told
