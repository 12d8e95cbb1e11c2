{#- A model's name as all layers share it: a context suffix such as `[1m]` is a setting of the client. -#}
{% macro shared_model_name(model) -%}
    regexp_replace(lower({{ model }}), '\[[^\]]*\]$', '')
{%- endmacro %}
