{#- How sure a link is by its evidence, and what it gains with the share of the commit's files. -#}
{% set confidences = {
    'commit_seen': (0.99, 0),
    'note': (0.98, 0),
    'session_trailer': (0.97, 0),
    'trace': (0.90, 0),
    'lines': (0.97, 0.02),
    'few_lines': (0.80, 0),
    'files_and_claim': (0.85, 0.1),
    'files': (0.70, 0.2),
    'time_and_claim': (0.55, 0),
    'time': (0.30, 0),
    'time_beside': (0.05, 0),
    'stray_lines': (0.05, 0),
    'other_lines': (0.05, 0),
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
    select * from {{ ref('int_agent_sessions_enriched') }}
),

traces as (
    select
        commit_key,
        session_key,
        method,
        evidence_at,
        null as matched_share,
        null as last_edited_at
    from {{ ref('int_commits__attested') }}
    union all
    select
        commits.commit_key,
        sessions.session_key,
        case
            -- Both sides show their lines, and none of the session's is in the commit.
            when edited.is_compared and written.link_key is null then 'other_lines'
            when commits.claimed_agent = sessions.agent then 'files_and_claim'
            else 'files'
        end as method,
        edited.last_edited_at as evidence_at,
        edited.matched_share,
        edited.last_edited_at
    from {{ ref('int_commits__edited') }} as edited
    inner join commits on edited.commit_key = commits.commit_key
    inner join sessions on edited.session_key = sessions.session_key
    left join {{ ref('int_commits__written') }} as written
        on
            edited.commit_key = written.commit_key
            and edited.session_key = written.session_key
    union all
    select
        commit_key,
        session_key,
        case
            when line_count >= 3 and (is_same_path or matched_share >= 0.2) then 'lines'
            when is_same_path or matched_share >= 0.5 then 'few_lines'
            else 'stray_lines'
        end as method,
        last_edited_at as evidence_at,
        matched_share,
        last_edited_at
    from {{ ref('int_commits__written') }}
),

-- What a commit says of an agent is explained by the session that made it or wrote its lines.
explained as (
    select distinct
        traces.commit_key,
        sessions.agent
    from traces
    inner join sessions on traces.session_key = sessions.session_key
    where traces.method in ('commit_seen', 'note', 'session_trailer', 'trace', 'lines')
),

evidence as (
    select * from traces
    union all
    select
        commits.commit_key,
        sessions.session_key,
        case
            when commits.claimed_agent = sessions.agent and explained.agent is null
                then 'time_and_claim'
            -- Whose own files are read would show its edits, had it made any for this commit.
            when sessions.layers like '%transcript%' then 'time_beside'
            else 'time'
        end as method,
        sessions.ended_at as evidence_at,
        null as matched_share,
        null as last_edited_at
    from commits
    inner join sessions
        on
            commits.repository_key = sessions.repository_key
            and commits.developer_key = sessions.developer_key
            and commits.authored_at between sessions.started_at
            and sessions.ended_at + interval 15 minutes
    left join explained
        on commits.commit_key = explained.commit_key and sessions.agent = explained.agent
),

weighed as (
    select
        *,
        case method
            {% for method, (base, gain) in confidences.items() %}
                when '{{ method }}'
                    then round({{ base }} + {{ gain }} * coalesce(matched_share, 0), 4)
            {% endfor %}
        end as confidence
    from evidence
),

strongest as (
    select
        commit_key,
        session_key,
        arg_max(method, (confidence, evidence_at)) as method,
        max(confidence) as confidence,
        arg_max(evidence_at, (confidence, evidence_at)) as evidence_at,
        max(last_edited_at) as last_edited_at
    from weighed
    group by commit_key, session_key
)

select
    {{ surrogate_key(['strongest.commit_key', 'strongest.session_key']) }} as link_key,
    strongest.*,
    strongest.confidence >= {{ var('link_threshold') }} as is_linked,
    row_number() over (
        partition by strongest.commit_key
        order by
            strongest.confidence desc,
            abs(date_diff('second', commits.authored_at, strongest.evidence_at)) asc,
            strongest.session_key asc
    ) = 1 as is_best
from strongest
inner join commits on strongest.commit_key = commits.commit_key
