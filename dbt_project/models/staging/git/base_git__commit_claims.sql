with claims as (
    select * from {{ source('git', 'commit_claims') }}
    where {{ is_of_known_repository() }}
),

commits as (
    select * from {{ ref('stg_git_commits') }}
    where not is_merge
),

-- A trace names the commit it was written on top of, with some tools the commit itself.
places as (
    select
        repository_key,
        sha,
        sha as stated_sha,
        committed_at
    from commits
    union all
    select
        repository_key,
        sha,
        unnest(string_split(parent_shas, ' ')) as stated_sha,
        committed_at
    from commits
),

traced as (
    select
        claims.claim_id,
        arg_min(places.sha, (places.committed_at, places.sha)) as sha
    from claims
    inner join places
        on claims.repository_key = places.repository_key and claims.sha = places.stated_sha
    inner join {{ ref('base_git__commit_files') }} as files
        on
            places.repository_key = files.repository_key
            and places.sha = files.sha
            and claims.path_key = files.path_key
    -- Git's clock has whole seconds.
    where date_trunc('second', claims.stated_at) <= places.committed_at
    group by claims.claim_id
)

select
    claims.claim_id,
    claims.repository_key,
    coalesce(traced.sha, claims.sha) as sha,
    claims.kind,
    claims.agent,
    claims.model,
    claims.session_id,
    claims.line_count
from claims
left join traced on claims.claim_id = traced.claim_id
where claims.kind != 'trace' or traced.claim_id is not null
