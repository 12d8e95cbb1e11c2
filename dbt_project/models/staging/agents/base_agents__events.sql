with landed as (
    select * from {{ ref('base_agents__landed_events') }}
)

select
    * replace (
        coalesce(event_at, observed_at) as event_at,
        {{ shared_model_name('model') }} as model,
        case when speed = 'normal' then 'standard' else speed end as speed
    ),
    {{ session_key() }} as session_key
from landed
