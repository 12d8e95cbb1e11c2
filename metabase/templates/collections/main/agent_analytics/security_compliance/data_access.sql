with accesses as materialized (
    select
        coalesce(dim_repositories.repository_name, 'unknown') as repository,
        fct_data_access.access_kind,
        fct_data_access.file_key,
        fct_data_access.session_key,
        {{snippet: known_person}} as developer_key
    from marts.fct_data_access
    left join marts.dim_repositories
        on fct_data_access.repository_key = dim_repositories.repository_key
    where
        coalesce(fct_data_access.is_accepted, true)
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        [[and {{repository}}]]
),

people as (
    select
        repository,
        count(distinct developer_key) as people_count
    from accesses
    group by repository
),

{{snippet: shown_repositories}}

select
    named.shown_as as repository,
    count(*) filter (where accesses.access_kind = 'read') as read_count,
    count(*) filter (where accesses.access_kind = 'write') as write_count,
    count(distinct accesses.file_key) as file_count,
    count(distinct accesses.session_key) as session_count,
    count(distinct accesses.developer_key) as people_count
from accesses
inner join named on accesses.repository = named.repository
group by named.shown_as
having count(distinct accesses.developer_key) >= {{snippet: fewest_people}}
order by count(*) desc, named.shown_as asc
limit 50
