select
    pull_request_event_id,
    pull_request_id as pull_request_key,
    kind,
    actor_login,
    actor_number,
    actor_kind,
    happened_at
from {{ source('github', 'pull_request_events') }}
