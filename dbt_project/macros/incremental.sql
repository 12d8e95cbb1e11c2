{#- Keep, in an incremental run, only sessions that a load batch not yet taken in says something about. -#}
{% macro and_session_touched() -%}
    {%- set touched_sessions = ref('base_agents__touched_sessions') -%}
    {% if is_incremental() -%}
        and session_key in (select touched.session_key from {{ touched_sessions }} as touched)
    {%- endif %}
{%- endmacro %}

{#-
  Keep, in an incremental run, every event of each key that a touched session (or an unseen batch, for events
  without a session) mentions. The key is rebuilt from all its events, wherever they came from.
-#}
{% macro and_key_touched(key, events) -%}
    {%- set touched_sessions = ref('base_agents__touched_sessions') -%}
    {%- set unseen_batches = ref('base_agents__unseen_batches') -%}
    {% if is_incremental() -%}
        and {{ key }} in (
            select mentioned.{{ key }}
            from {{ events }} as mentioned
            where
                mentioned.session_key in (select touched.session_key from {{ touched_sessions }} as touched)
                or mentioned.batch_id in (select unseen.batch_id from {{ unseen_batches }} as unseen)
        )
    {%- endif %}
{%- endmacro %}

{#-
  Keep only load batches that no complete build has taken in. The list of those is found by name, not by ref:
  it is written last, by a model that depends on the one this filters.
-#}
{% macro where_batch_unseen() -%}
    {%- set seen = adapter.get_relation(this.database, this.schema, 'stg_agent_batches') if execute -%}
    {% if seen -%}
        where batch_id not in (select built.batch_id from {{ seen }} as built)
    {%- endif %}
{%- endmacro %}
