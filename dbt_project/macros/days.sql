{#- The day of an instant in the installation's time zone. -#}
{% macro local_date(instant) -%}
    cast(timezone('{{ var("timezone") }}', {{ instant }}) as date)
{%- endmacro %}
