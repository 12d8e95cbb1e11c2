with told as (
    select * from {{ ref('stg_agent_events') }}
    where
        source_layer = 'hook'
        and event_name = 'commit'
        and session_id is not null
),

commits as (
    select
        commits.*,
        repositories.remote
    from {{ ref('stg_git_commits') }} as commits
    inner join {{ ref('stg_git_repositories') }} as repositories
        on commits.repository_key = repositories.repository_key
)

-- A fork has the same commits; where both sides name their remote, it must be the same.
select
    {{ surrogate_key(['commits.commit_key', 'told.agent', 'told.session_id']) }} as told_key,
    commits.commit_key,
    told.agent,
    told.session_id,
    max(told.event_at) as told_at
from told
inner join commits
    on
        told.commit_sha = commits.sha
        and coalesce(told.repository = commits.remote, true)
group by commits.commit_key, told.agent, told.session_id
