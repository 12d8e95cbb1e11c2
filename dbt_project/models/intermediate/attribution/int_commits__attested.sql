with sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
),

-- Who saw an early version of a commit made the later one, too.
versions as (
    select
        commit_key as seen_commit_key,
        commit_key
    from {{ ref('stg_git_commits') }}
    union all
    select
        commit_key as seen_commit_key,
        newer_commit_key as commit_key
    from {{ ref('int_commits__rewritten') }}
),

testimonies as (
    select
        versions.commit_key,
        sessions.session_key,
        'commit_seen' as method,
        seen.finished_at as evidence_at
    from {{ ref('int_tool_calls__committed') }} as seen
    inner join versions on seen.commit_key = versions.seen_commit_key
    inner join sessions
        on seen.agent = sessions.agent and seen.session_id = sessions.session_id
    union all
    select
        versions.commit_key,
        sessions.session_key,
        'commit_seen' as method,
        told.told_at as evidence_at
    from {{ ref('int_commits__told') }} as told
    inner join versions on told.commit_key = versions.seen_commit_key
    inner join sessions
        on told.agent = sessions.agent and told.session_id = sessions.session_id
    union all
    select
        commits.commit_key,
        sessions.session_key,
        if(claims.kind in ('note', 'trace'), claims.kind, 'session_trailer') as method,
        sessions.ended_at as evidence_at
    from {{ ref('base_git__commit_claims') }} as claims
    inner join {{ ref('stg_git_commits') }} as commits
        on claims.repository_key = commits.repository_key and claims.sha = commits.sha
    inner join sessions on claims.session_id = sessions.session_id
)

select
    {{ surrogate_key(['commit_key', 'session_key', 'method']) }} as attestation_key,
    commit_key,
    session_key,
    method,
    max(evidence_at) as evidence_at
from testimonies
group by commit_key, session_key, method
