{#- Whether a tool writes to files itself (a shell may, too, but does not say so). -#}
{% macro is_edit_tool(tool_name) -%}
    {{ tool_name }} in (
        'Edit', 'MultiEdit', 'Write', 'NotebookEdit',
        'create', 'edit', 'str_replace_editor', 'apply_patch',
        'create_file', 'insert_edit_into_file', 'replace_string_in_file', 'multi_replace_string_in_file',
        'multiedit', 'patch', 'write',
        'replace', 'write_file'
    )
{%- endmacro %}
