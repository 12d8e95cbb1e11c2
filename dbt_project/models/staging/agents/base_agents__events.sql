with landed as (
    select * from {{ ref('base_agents__landed_events') }}
)

select
    * replace (
        coalesce(event_at, observed_at) as event_at,
        {{ shared_model_name('model') }} as model,
        case when speed = 'normal' then 'standard' else speed end as speed,
        -- A split that does not add up to the whole tells nothing; the whole is what was billed.
        {% for column in ('cache_write_5m_tokens', 'cache_write_1h_tokens') %}
            case
                when cache_write_5m_tokens + cache_write_1h_tokens != cache_write_tokens then null
                else {{ column }}
            end as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    ),
    {{ session_key() }} as session_key
from landed
