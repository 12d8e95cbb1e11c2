{#- Sources that report what agents did. Adding one is one line here. -#}
{% macro agent_sources() -%}
    {{ return([
        'claude_code',
        'codex',
        'copilot_cli',
        'litellm',
        'gemini_cli',
        'opencode',
        'otlp',
        'hooks',
        'spool',
    ]) }}
{%- endmacro %}
