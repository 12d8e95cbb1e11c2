{#- A decimal rounded to a whole number; exact halves go to the even neighbour. DuckDB's round_even is a double. -#}
{% macro half_even(amount) -%}
    cast(
        floor({{ amount }}) + case
            when {{ amount }} - floor({{ amount }}) > 0.5 then 1
            when {{ amount }} - floor({{ amount }}) = 0.5 then floor({{ amount }}) % 2
            else 0
        end as bigint
    )
{%- endmacro %}
