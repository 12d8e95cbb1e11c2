select
    claim_id,
    repository_key,
    sha,
    kind,
    agent,
    model,
    session_id,
    line_count
from {{ source('git', 'commit_claims') }}
where {{ is_of_known_repository() }}
