with clones as (
    select * from {{ source('git', 'repositories') }}
    where repository_key is not null
)

select
    repository_key,
    arg_max(name, (read_at, clone_key)) as repository_name,
    arg_max(name_key, (read_at, clone_key)) as name_key,
    max(remote) as remote,
    string_agg(root_path_keys, '/' order by clone_key) as root_path_keys,
    arg_max(default_branch, (read_at, clone_key)) as default_branch,
    bool_and(is_shallow) as is_shallow,
    case
        when bool_and(detail is not null) then arg_max(detail, (read_at, clone_key))
    end as lacks,
    count(*) as clone_count,
    max(read_at) as read_at
from clones
group by repository_key
