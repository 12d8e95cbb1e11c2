with claims as (
    select * from {{ ref('base_git__commit_claims') }}
)

-- What the repository itself says of a commit; a claim that names a session is also a link.
select
    repository_key,
    sha,
    mode(agent order by claim_id) filter (where agent is not null) as claimed_agent,
    arg_min(kind, (kind != 'note', claim_id)) as claim_kind
from claims
group by repository_key, sha
