select
    repository_key,
    old_sha,
    new_sha
from {{ source('git', 'amendments') }}
where {{ is_of_known_repository() }}
