{#- Adding an agent or a source is one line here. -#}
{% set sources = [
    ref('base_claude_code__events'),
    ref('base_otlp__events'),
] %}

with unioned as (
    {% for source in sources %}
        select * from {{ source }}
        {{ "union all by name" if not loop.last }}
    {% endfor %}
)

select
    * replace (
        coalesce(event_at, observed_at) as event_at,
        -- A context suffix such as `[1m]` names a setting of the client, not another model.
        regexp_replace(lower(model), '\[[^\]]*\]$', '') as model,
        case when speed = 'normal' then 'standard' else speed end as speed
    ),
    {{ surrogate_key(['agent', 'session_id']) }} as session_key
from unioned
