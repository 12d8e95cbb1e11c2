with errors as (
    select
        *,
        {{ session_key() }} as session_key
    from {{ ref('stg_agent_errors') }}
),

ranked as (
    select
        *,
        -- The end of a failed request is in every layer; one layer tells it for the whole session.
        dense_rank() over (
            partition by session_key, is_final
            order by source_layer = 'proxy', source_layer
        ) as layer_rank
    from errors
)

select * exclude (layer_rank)
from ranked
where layer_rank = 1
