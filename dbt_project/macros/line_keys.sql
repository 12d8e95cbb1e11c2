{#- What the key of a line looks like; the marks that stand between keys have none of these characters. -#}
{% macro line_key() -%}
    [A-Za-z0-9_-]{8}
{%- endmacro %}

{#- The keys in a row of keys and marks, in order. -#}
{% macro line_keys(keys) -%}
    regexp_extract_all({{ keys }}, '{{ line_key() }}')
{%- endmacro %}

{#- The same with the marks: one entry per line, and one between runs of lines. -#}
{% macro line_places(keys) -%}
    regexp_extract_all({{ keys }}, '.{8}')
{%- endmacro %}
