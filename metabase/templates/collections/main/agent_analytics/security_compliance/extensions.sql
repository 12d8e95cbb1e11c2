with accesses as (
    select
        coalesce(file_extension, 'none') as file_extension,
        access_kind
    from marts.fct_data_access
    where
        coalesce(is_accepted, true)
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
)

select
    file_extension,
    count(*) filter (where access_kind = 'read') as read_count,
    count(*) filter (where access_kind = 'write') as write_count
from accesses
group by file_extension
order by count(*) desc, file_extension asc
limit 10
