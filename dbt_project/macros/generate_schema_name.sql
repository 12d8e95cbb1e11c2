{#- Schemas are named in dbt_project.yml and used as they are: `staging`, `intermediate`, `marts`. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
