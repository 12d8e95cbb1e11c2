{#- Whether a tool writes to files itself (a shell may, too, but does not say so). -#}
{% macro is_edit_tool(tool_name) -%}
    {{ tool_name }} in ('Edit', 'MultiEdit', 'Write', 'NotebookEdit')
{%- endmacro %}
