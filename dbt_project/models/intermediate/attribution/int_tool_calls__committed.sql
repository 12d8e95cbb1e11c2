with tool_calls as (
    select * from {{ ref('stg_agent_tool_calls') }}
    where length(commit_sha) >= 7
),

commits as (
    select * from {{ ref('stg_git_commits') }}
),

-- Clients print abbreviated hashes; the first seven digits narrow the search, the rest decides.
matched as (
    select
        tool_calls.tool_call_key,
        tool_calls.agent,
        tool_calls.session_id,
        tool_calls.finished_at,
        commits.commit_key,
        commits.repository_key,
        commits.author_email,
        abs(date_diff('second', commits.committed_at, tool_calls.finished_at)) as distance_seconds
    from tool_calls
    inner join commits
        on
            left(tool_calls.commit_sha, 7) = left(commits.sha, 7)
            and starts_with(commits.sha, lower(tool_calls.commit_sha))
),

ranked as (
    select
        *,
        row_number() over (
            partition by tool_call_key
            order by distance_seconds asc, commit_key asc
        ) as place
    from matched
)

select
    tool_call_key,
    agent,
    session_id,
    finished_at,
    commit_key,
    repository_key,
    author_email
from ranked
where place = 1
