{#- A sum as bigint; null when no row of the group knows the value. -#}
{% macro total(column) -%}
    cast(sum({{ column }}) as bigint)
{%- endmacro %}

{#- A sum of seconds to the millisecond: decimals add up to the same in any order, floats do not. -#}
{% macro total_seconds(column, condition='true') -%}
    cast(sum(cast({{ column }} as decimal(18, 3))) filter (where {{ condition }}) as double)
{%- endmacro %}
