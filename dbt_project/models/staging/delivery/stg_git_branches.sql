with refs as (
    select * from {{ source('git', 'refs') }}
    where kind in ('branch', 'remote_branch') and {{ is_of_known_repository() }}
)

-- Clones of one repository may disagree; the one read last is believed.
select
    {{ surrogate_key(['repository_key', 'kind', 'name']) }} as branch_key,
    repository_key,
    kind,
    name,
    arg_max(sha, read_at) as sha,
    bool_and(is_deleted) as is_deleted,
    max(read_at) as read_at
from refs
group by repository_key, kind, name
