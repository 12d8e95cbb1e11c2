{#- Adding a source of metrics is one line here. -#}
{% set sources = [
    ref('base_otlp__metric_points'),
] %}

with unioned as (
    {% for source in sources %}
        select * from {{ source }}
        {{ "union all by name" if not loop.last }}
    {% endfor %}
)

select
    * replace (regexp_replace(lower(model), '\[[^\]]*\]$', '') as model),
    {{ surrogate_key(['agent', 'session_id']) }} as session_key
from unioned
