{#- A recommendation is judged by what was said then: neither a rebuild nor late data writes it. -#}
{{ config(materialized='incremental', full_refresh=false, on_schema_change='append_new_columns') }}

with known as (
    select max(started_date) as origin_date
    from {{ ref('int_sessions__compared') }}
),

said as (
    select
        {{ surrogate_key([
            'recommendations.model_key', 'recommendations.instead_of_model_key',
            "date_trunc('month', known.origin_date)",
        ]) }} as kept_key,
        recommendations.model_key,
        recommendations.instead_of_model_key,
        recommendations.session_saving_microusd,
        recommendations.session_saving_low_95_microusd,
        recommendations.session_saving_high_95_microusd,
        known.origin_date,
        now() as made_at
    from {{ ref('fct_model_recommendations') }} as recommendations
    cross join known
)

select *
from said
{% if is_incremental() -%}
    where kept_key not in (select kept.kept_key from {{ this }} as kept)
{%- endif %}
