{#- A forecast is judged by what was said then: neither a rebuild nor late data writes it anew. -#}
{{ config(materialized='incremental', full_refresh=false, on_schema_change='append_new_columns') }}

select
    {{ surrogate_key(['series_key', 'period', 'origin_date']) }} as kept_key,
    series_key,
    scope,
    member,
    cost_type,
    period,
    method,
    expected_microusd,
    low_80_microusd,
    high_80_microusd,
    low_95_microusd,
    high_95_microusd,
    origin_date,
    period_start_date,
    period_last_date,
    now() as made_at
from {{ ref('int_spend_outlooks') }}
where
    refusal is null
    {% if is_incremental() -%}
        and {{ surrogate_key(['series_key', 'period', 'origin_date']) }}
        not in (select kept.kept_key from {{ this }} as kept)
    {%- endif %}
