with repositories as (
    select * from {{ ref('stg_git_repositories') }}
),

-- What telemetry or a forge names and nobody cloned here is known by its remote alone.
mentioned as (
    select
        resolved.repository_key,
        sessions.repository as remote
    from {{ ref('int_sessions__repository') }} as resolved
    inner join {{ ref('stg_agent_sessions') }} as sessions
        on resolved.agent = sessions.agent and resolved.session_id = sessions.session_id
    where resolved.method = 'remote'
    union all
    select
        repository_key,
        remote
    from {{ ref('stg_polled_repositories') }}
    where repository_key is not null
),

named as (
    select
        repository_key,
        min(remote) as remote
    from mentioned
    group by repository_key
),

commits as (
    select
        repository_key,
        min(committed_at) as first_committed_at,
        max(committed_at) as last_committed_at
    from {{ ref('stg_git_commits') }}
    group by repository_key
)

select
    coalesce(repositories.repository_key, named.repository_key) as repository_key,
    coalesce(repositories.repository_name, split_part(named.remote, '/', -1)) as repository_name,
    coalesce(repositories.remote, named.remote) as remote,
    repositories.default_branch,
    repositories.repository_key is not null as is_cloned,
    repositories.is_shallow,
    repositories.lacks,
    coalesce(repositories.clone_count, 0) as clone_count,
    commits.first_committed_at,
    commits.last_committed_at
from repositories
full join named on repositories.repository_key = named.repository_key
left join commits
    on coalesce(repositories.repository_key, named.repository_key) = commits.repository_key
