{#- A sum as bigint; null when no row of the group knows the value. -#}
{% macro total(column) -%}
    cast(sum({{ column }}) as bigint)
{%- endmacro %}
