with accesses as (
    select
        coalesce(fct_data_access.file_extension, 'none') as file_extension,
        fct_data_access.access_kind
    from marts.fct_data_access
    left join marts.dim_repositories
        on fct_data_access.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_data_access.team is not distinct from dim_team_groups.team
    where
        coalesce(fct_data_access.is_accepted, true)
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
)

select
    file_extension,
    count(*) filter (where access_kind = 'read') as read_count,
    count(*) filter (where access_kind = 'write') as write_count
from accesses
group by file_extension
order by count(*) desc, file_extension asc
limit 10
