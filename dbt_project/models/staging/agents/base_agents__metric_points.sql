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
    * replace (
        {{ shared_model_name('model') }} as model,
        -- A point without a usable time of its own was counted before it was loaded.
        coalesce(point_at, {{ batch_started_at('batch_id') }}) as point_at
    ),
    {{ session_key() }} as session_key
from unioned
