with links as (
    select * from {{ ref('int_commit_links') }}
),

commits as (
    select * from {{ ref('int_commits_with_agent_context') }}
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
),

lines as (
    select
        commit_key,
        session_key,
        {{ total('line_count') }} as agent_lines,
        arg_max(model, (line_count, model)) as model
    from {{ ref('int_commit_lines__origin') }}
    where origin = 'agent'
    group by commit_key, session_key
),

written as (
    select * from {{ ref('int_commits__written') }}
)

select
    -- ids
    links.link_key,
    links.commit_key,
    links.session_key,
    commits.repository_key,
    commits.sha,
    sessions.session_id,
    sessions.developer_key as session_developer_key,
    commits.developer_key as author_developer_key,
    -- categories
    sessions.agent,
    coalesce(lines.model, sessions.model) as model,
    links.method,
    links.is_best,
    links.is_linked,
    coalesce(written.is_copy, false) as is_copy,
    -- measures
    cast(links.confidence as double) as confidence,
    coalesce(lines.agent_lines, 0) as agent_lines,
    cast(written.line_count as bigint) as matched_line_count,
    cast(written.matched_share as double) as matched_line_share,
    date_diff('second', links.last_edited_at, commits.committed_at) as link_lead_seconds,
    -- times
    links.evidence_at,
    links.last_edited_at,
    commits.committed_at,
    {{ local_date('commits.committed_at') }} as committed_date
from links
inner join commits on links.commit_key = commits.commit_key
inner join sessions on links.session_key = sessions.session_key
left join lines on links.commit_key = lines.commit_key and links.session_key = lines.session_key
left join written
    on links.commit_key = written.commit_key and links.session_key = written.session_key
