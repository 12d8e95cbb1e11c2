select
    commit_file_id,
    repository_key,
    sha,
    path_key,
    file_extension,
    lines_added,
    lines_deleted
from {{ source('git', 'commit_files') }}
where {{ is_of_known_repository() }}
