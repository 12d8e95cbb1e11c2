with landed as (
    select * from {{ ref('base_agents__landed_events') }}
)

select
    * replace (
        coalesce(event_at, observed_at) as event_at,
        -- A context suffix such as `[1m]` names a setting of the client, not another model.
        regexp_replace(lower(model), '\[[^\]]*\]$', '') as model,
        case when speed = 'normal' then 'standard' else speed end as speed
    ),
    {{ surrogate_key(['agent', 'session_id']) }} as session_key
from landed
