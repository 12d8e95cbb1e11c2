{#- How sure a link is by its evidence; shared files add their share of the commit. -#}
{% set confidence = {
    'commit_seen': 0.99,
    'note': 0.98,
    'session_trailer': 0.97,
    'files_and_claim': 0.90,
    'files': 0.60,
    'time_and_claim': 0.55,
    'time': 0.30,
} %}

with commits as (
    select
        commits.*,
        authors.developer_key,
        claims.claimed_agent
    from {{ ref('stg_git_commits') }} as commits
    left join {{ ref('int_git_authors__developer') }} as authors
        on commits.author_email = authors.author_email
    left join {{ ref('int_commit_claims__judged') }} as claims
        on commits.repository_key = claims.repository_key and commits.sha = claims.sha
    where not commits.is_merge
),

sessions as (
    select
        sessions.session_key,
        sessions.agent,
        sessions.session_id,
        sessions.started_at,
        sessions.ended_at,
        repositories.repository_key,
        developers.developer_key,
        developers.email is not null as is_resolved
    from {{ ref('int_sessions__active') }} as sessions
    left join {{ ref('int_sessions__repository') }} as repositories
        on
            sessions.agent = repositories.agent
            and sessions.session_id = repositories.session_id
    left join {{ ref('int_sessions__developer') }} as developers
        on
            sessions.agent = developers.agent
            and sessions.session_id = developers.session_id
),

named_claims as (
    select * from {{ ref('base_git__commit_claims') }}
    where session_id is not null
),

commit_files as (
    select * from {{ ref('base_git__commit_files') }}
),

edits as (
    select * from {{ ref('int_files__edited') }}
),

shared_files as (
    select
        commits.commit_key,
        edits.agent,
        edits.session_id,
        max(edits.last_edited_at) as last_edited_at,
        count(distinct commit_files.path_key) / any_value(commits.file_count) as matched_share
    from commits
    inner join commit_files
        on commits.repository_key = commit_files.repository_key and commits.sha = commit_files.sha
    inner join edits
        on
            commit_files.repository_key = edits.repository_key
            and commit_files.path_key = edits.path_key
            and commits.authored_at >= edits.first_edited_at
            and commits.authored_at
            <= edits.last_edited_at + interval '{{ var("link_hours") }} hours'
    group by commits.commit_key, edits.agent, edits.session_id
),

links as (
    select
        seen.commit_key,
        sessions.session_key,
        'commit_seen' as method,
        {{ confidence['commit_seen'] }} as confidence,
        seen.finished_at as evidence_at
    from {{ ref('int_tool_calls__committed') }} as seen
    inner join sessions
        on seen.agent = sessions.agent and seen.session_id = sessions.session_id
    union all
    select
        commits.commit_key,
        sessions.session_key,
        case when named_claims.kind = 'note' then 'note' else 'session_trailer' end as method,
        case
            when named_claims.kind = 'note' then {{ confidence['note'] }}
            else {{ confidence['session_trailer'] }}
        end as confidence,
        sessions.ended_at as evidence_at
    from named_claims
    inner join commits
        on
            named_claims.repository_key = commits.repository_key
            and named_claims.sha = commits.sha
    inner join sessions on named_claims.session_id = sessions.session_id
    union all
    select
        commits.commit_key,
        sessions.session_key,
        case
            when commits.claimed_agent = sessions.agent then 'files_and_claim' else 'files'
        end as method,
        case
            when commits.claimed_agent = sessions.agent then {{ confidence['files_and_claim'] }}
            else {{ confidence['files'] }} + 0.2 * shared_files.matched_share
        end as confidence,
        shared_files.last_edited_at as evidence_at
    from shared_files
    inner join commits on shared_files.commit_key = commits.commit_key
    inner join sessions
        on
            shared_files.agent = sessions.agent
            and shared_files.session_id = sessions.session_id
            and commits.repository_key = sessions.repository_key
            -- Two people may edit one file; a known somebody else did not write this commit.
            and (commits.developer_key = sessions.developer_key or not sessions.is_resolved)
    union all
    select
        commits.commit_key,
        sessions.session_key,
        case
            when commits.claimed_agent = sessions.agent then 'time_and_claim' else 'time'
        end as method,
        case
            when commits.claimed_agent = sessions.agent then {{ confidence['time_and_claim'] }}
            else {{ confidence['time'] }}
        end as confidence,
        sessions.ended_at as evidence_at
    from commits
    inner join sessions
        on
            commits.repository_key = sessions.repository_key
            and commits.developer_key = sessions.developer_key
            and commits.authored_at between sessions.started_at
            and sessions.ended_at + interval 15 minutes
),

strongest as (
    select
        commit_key,
        session_key,
        arg_max(method, (confidence, evidence_at)) as method,
        max(confidence) as confidence,
        max(evidence_at) as evidence_at
    from links
    group by commit_key, session_key
)

select
    {{ surrogate_key(['strongest.commit_key', 'strongest.session_key']) }} as link_key,
    strongest.commit_key,
    strongest.session_key,
    strongest.method,
    strongest.confidence,
    strongest.evidence_at,
    row_number() over (
        partition by strongest.commit_key
        order by
            strongest.confidence desc,
            abs(date_diff('second', commits.authored_at, strongest.evidence_at)) asc,
            strongest.session_key asc
    ) = 1 as is_best
from strongest
inner join commits on strongest.commit_key = commits.commit_key
