{#- All tokens of one row of usage, unknown ones as none: for comparing rows only. -#}
{% macro all_tokens() -%}
    coalesce(input_tokens, 0)
    + coalesce(cache_write_tokens, 0)
    + coalesce(cache_read_tokens, 0)
    + coalesce(output_tokens, 0)
{%- endmacro %}

{#-
  Which of the rows that tell of one usage counts (place 1). Lines of one message repeat or grow its usage; side
  questions replay their parent's; forks copy their parent's history.
-#}
{% macro place_in_usage() -%}
    row_number() over (
        partition by usage_key
        order by
            coalesce(is_sidechain, false) asc,
            all_tokens desc,
            is_copy asc,
            block_index desc,
            event_at asc,
            event_id asc
    )
{%- endmacro %}
