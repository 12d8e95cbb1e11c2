with sightings as (
    select
        session_key,
        session_id,
        batch_id
    from {{ ref('base_agents__events') }}
    union all
    select
        session_key,
        session_id,
        batch_id
    from {{ ref('base_agents__metric_points') }}
)

select distinct session_key
from sightings
where
    session_id is not null
    and batch_id in (select unseen.batch_id from {{ ref('base_agents__unseen_batches') }} as unseen)
