with accesses as (
    select
        coalesce(dim_repositories.repository_name, 'unknown') as repository,
        fct_data_access.access_kind,
        fct_data_access.file_key,
        fct_data_access.session_key,
        fct_data_access.developer_key
    from marts.fct_data_access
    left join marts.dim_repositories
        on fct_data_access.repository_key = dim_repositories.repository_key
    where
        coalesce(fct_data_access.is_accepted, true)
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
),

totals as (
    select
        repository,
        count(*) filter (where access_kind = 'read') as read_count,
        count(*) filter (where access_kind = 'write') as write_count,
        count(distinct file_key) as file_count,
        count(distinct session_key) as session_count,
        count(distinct developer_key) as people_count
    from accesses
    group by repository
),

ranked as (
    select
        *,
        row_number() over (order by people_count, repository) as place,
        sum(people_count) over (
            order by people_count, repository
        ) - people_count as smaller_people_count
    from totals
)

-- Hidden groups must hide each other, too: those too small stay five people together.
select
    repository,
    read_count,
    write_count,
    file_count,
    session_count,
    people_count
from ranked
where people_count >= 5 and (place = 1 or smaller_people_count >= 5)
order by read_count + write_count desc, repository
limit 50
