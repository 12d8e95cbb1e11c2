select
    clone_key,
    repository_key,
    unnest(string_split(root_path_keys, '/')) as folder_key,
    local_email
from {{ source('git', 'repositories') }}
where repository_key is not null
