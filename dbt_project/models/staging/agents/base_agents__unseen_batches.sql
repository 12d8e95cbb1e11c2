with landed as (
    select distinct batch_id from {{ ref('base_agents__events') }}
    union
    select distinct batch_id from {{ ref('base_agents__metric_points') }}
)

select batch_id
from landed
{{ where_batch_unseen() }}
