with tool_calls as (
    select * from {{ ref('stg_agent_tool_calls') }}
    where length(commit_sha) >= 7
),

-- Who saw a commit that was amended away saw an early version of what it became.
commits as (
    select
        commit_key,
        repository_key,
        sha,
        author_email,
        committed_at
    from {{ ref('stg_git_commits') }}
    union
    select
        later.commit_key,
        later.repository_key,
        amendments.old_sha as sha,
        later.author_email,
        later.committed_at
    from {{ ref('base_git__amendments') }} as amendments
    inner join {{ ref('stg_git_commits') }} as later
        on
            amendments.repository_key = later.repository_key
            and amendments.new_sha = later.sha
    left join {{ ref('stg_git_commits') }} as known
        on
            amendments.repository_key = known.repository_key
            and amendments.old_sha = known.sha
    where known.commit_key is null
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
