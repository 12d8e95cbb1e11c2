{#- Who bills an agent's requests when the record does not say. -#}
{% macro usual_provider(agent) -%}
    case {{ agent }}
        when 'claude_code' then 'anthropic'
        when 'codex' then 'openai'
        when 'gemini_cli' then 'google'
    end
{%- endmacro %}
