{#-
  Tables and views are replaced where they are, in one transaction: who fails keeps what was there. dbt's own way,
  a second relation that is renamed twice, costs more than most of the models.
-#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set language = model['language'] -%}
    {%- do drop_unless('table', load_cached_relation(this)) -%}
    {%- if language == 'python' -%}
        {#- Python has a connection of its own, which neither sees this transaction nor may disturb it. -#}
        {%- set made = make_intermediate_relation(target_relation) -%}
        {%- do drop_relation_if_exists(load_cached_relation(made)) -%}
        {%- call statement('main', language=language) -%}
            {{- create_table_as(False, made, compiled_code, language) -}}
        {%- endcall -%}
        {%- call statement('replace') -%}
            drop table if exists {{ target_relation }};
            alter table {{ made }} rename to {{ target_relation.identifier }};
        {%- endcall -%}
    {%- else -%}
        {%- call statement('main') -%}
            drop table if exists {{ target_relation }};
            {{ create_table_as(False, target_relation, compiled_code) }}
        {%- endcall -%}
    {%- endif -%}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target_relation]}) }}
{%- endmaterialization %}

{% materialization view, adapter='duckdb' -%}
    {%- set target_relation = this.incorporate(type='view') -%}
    {%- do drop_unless('view', load_cached_relation(this)) -%}
    {%- call statement('main') -%}
        drop view if exists {{ target_relation }};
        {{ get_create_view_as_sql(target_relation, sql) }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target_relation]}) }}
{%- endmaterialization %}

{#- Drop what has the name of a relation but is of another type. -#}
{% macro drop_unless(type, relation) -%}
    {%- if relation is not none and relation.type != type -%}
        {%- do adapter.drop_relation(relation) -%}
    {%- endif -%}
{%- endmacro %}
