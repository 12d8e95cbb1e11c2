{#- A 32-digit hexadecimal key of some columns or expressions; nulls count as empty text. -#}
{% macro surrogate_key(parts) -%}
    md5(concat_ws('|', {% for part in parts %}coalesce(cast({{ part }} as varchar), ''){{ ", " if not loop.last }}{% endfor %}))
{%- endmacro %}
