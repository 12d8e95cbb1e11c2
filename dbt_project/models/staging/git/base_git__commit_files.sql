select
    commit_file_id,
    repository_key,
    sha,
    path_key,
    previous_path_key,
    added_line_keys,
    removed_line_keys,
    file_extension,
    coalesce(is_generated, false) as is_generated,
    lines_added,
    lines_deleted
from {{ source('git', 'commit_files') }}
where {{ is_of_known_repository() }}
