{#- Adding a source of metrics is one line here. -#}
{% set sources = [
    ref('base_otlp__metric_points'),
    ref('base_spool__metric_points'),
] %}

with unioned as (
    {% for source in sources %}
        select * from {{ source }}
        {{ "union all by name" if not loop.last }}
    {% endfor %}
)

select
    * replace ({{ shared_model_name('model') }} as model),
    {{ session_key() }} as session_key
from unioned
