with outcomes as (
    select * from {{ ref('stg_load_outcomes') }}
)

select
    {{ surrogate_key(['source', local_date('read_at')]) }} as outcome_key,
    source,
    {{ local_date('read_at') }} as read_date,
    cast(sum(received_count) as bigint) as received_count,
    cast(sum(accepted_count) as bigint) as accepted_count,
    cast(sum(ignored_count) as bigint) as ignored_count,
    cast(sum(dead_lettered_count) as bigint) as dead_lettered_count,
    cast(sum(coalesce(rejected_count, 0)) as bigint) as rejected_count,
    cast(sum(flagged_count) as bigint) as flagged_count
from outcomes
group by source, {{ local_date('read_at') }}
