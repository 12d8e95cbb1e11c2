{#- Tokens of a kind that counters tell of, summed up; zero when none counts that kind. -#}
{% macro counted_tokens(kind) -%}
    {#- Some inputs repeat what was read from the cache, some outputs leave thoughts out. -#}
    {%- set token_types = {
        'input': "'input', 'inputWithCache'",
        'cache_write': "'cacheCreation'",
        'cache_read': "'cacheRead'",
        'output': "'output', 'thought'",
    }[kind] -%}
    cast(
        coalesce(sum(increase) filter (where token_type in ({{ token_types }})), 0)
        {%- if kind == 'input' %} - coalesce(sum(increase) filter (where is_in_input), 0) {%- endif %}
        as bigint
    )
{%- endmacro %}
