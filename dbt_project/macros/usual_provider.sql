{#- Who bills an agent's requests when the record does not say. -#}
{% macro usual_provider(agent) -%}
    case {{ agent }}
        when 'claude_code' then 'anthropic'
        when 'codex' then 'openai'
        when 'gemini_cli' then 'google'
    end
{%- endmacro %}

{#- Companies of the price book that make the models they sell; others resell, at prices of their own. -#}
{% macro model_makers() -%}
    ('anthropic', 'deepseek', 'google', 'minimax', 'mistral', 'moonshotai', 'openai', 'x-ai', 'zai')
{%- endmacro %}
