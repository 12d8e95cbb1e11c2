{#- When a load batch began, UTC: its identifier starts with the time. -#}
{% macro batch_started_at(batch_id) -%}
    cast(timezone('UTC', strptime(left({{ batch_id }}, 15), '%Y%m%dT%H%M%S')) as timestamptz)
{%- endmacro %}
