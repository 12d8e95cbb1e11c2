{{ config(materialized='view') }}

with commits as (
    select * from {{ ref('stg_git_commits') }}
),

links as (
    select * from {{ ref('int_commit_links') }}
    where is_best
),

claims as (
    select * from {{ ref('int_commit_claims__judged') }}
),

sessions as (
    select * from {{ ref('stg_agent_sessions') }}
),

rewritten as (
    select * from {{ ref('int_commits__rewritten') }}
),

authors as (
    select * from {{ ref('int_git_authors__developer') }}
)

select
    commits.*,
    authors.developer_key,
    links.session_key,
    sessions.session_id,
    coalesce(claims.claimed_agent, sessions.agent) as agent,
    claims.claim_kind,
    -- A statement in the commit itself needs no session to be believed.
    case
        when links.is_linked or claims.claim_kind is null then links.method
        else 'claim'
    end as method,
    greatest(
        coalesce(links.confidence, 0), if(claims.claim_kind is not null, 0.95, 0)
    ) as confidence,
    links.confidence as session_confidence,
    coalesce(links.is_linked, false) as is_linked,
    rewritten.commit_key is not null as is_superseded,
    links.last_edited_at
from commits
left join links on commits.commit_key = links.commit_key
left join sessions on links.session_key = sessions.session_key
left join claims
    on commits.repository_key = claims.repository_key and commits.sha = claims.sha
left join rewritten on commits.commit_key = rewritten.commit_key
left join authors on commits.author_email = authors.author_email
