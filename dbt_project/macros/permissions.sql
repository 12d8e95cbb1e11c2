{#- How much an agent may do without asking in a permission mode, from 0 (plans only) to 4 (no check at all). -#}
{% macro permission_rank(mode) -%}
    case
        when lower({{ mode }}) = 'plan' then 0
        when lower({{ mode }}) in ('acceptedits', 'auto_edit', 'autoedit') then 2
        when lower({{ mode }}) in ('auto', 'dontask', 'never', 'on-failure') then 3
        when lower({{ mode }}) in ('bypasspermissions', 'yolo') then 4
        when {{ mode }} is not null then 1
    end
{%- endmacro %}
