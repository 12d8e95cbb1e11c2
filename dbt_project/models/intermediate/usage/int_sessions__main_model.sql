with requests as (
    select * from {{ ref('int_requests__priced') }}
),

counted as (
    select
        session_key,
        provider,
        model,
        count(*) as request_count
    from requests
    where session_id is not null
    group by session_key, provider, model
)

select
    session_key,
    provider,
    model
from counted
qualify row_number() over (
    partition by session_key
    order by request_count desc, model asc, provider asc
) = 1
