{#- The earliest known value of a column in a group of events; equal times are settled by the event's key. -#}
{% macro first_known(column) -%}
    arg_min({{ column }}, (event_at, event_id))
{%- endmacro %}

{#- The latest known value of a column in a group of events; equal times are settled by the event's key. -#}
{% macro last_known(column) -%}
    arg_max({{ column }}, (event_at, event_id))
{%- endmacro %}

{#- The value of the group's winner (place 1), null when the winner does not know it. -#}
{% macro of_winner(column) -%}
    any_value({{ column }}) filter (where place = 1)
{%- endmacro %}

{#- The winner's value, else that of the next row in order that knows one. -#}
{% macro best_known(column) -%}
    arg_min({{ column }}, place)
{%- endmacro %}

{#-
  The session a group of copies belongs to: the one a copy names as its origin, else the one whose row is no copy,
  else the one that ended first.
-#}
{% macro credited_session() -%}
    coalesce(
        max(origin_session_id),
        arg_min(session_id, (is_copy, coalesce(session_ended_at, 'infinity'), session_id))
    )
{%- endmacro %}

{#- The distinct known values of a column in a group, sorted and joined by commas; null when there are none. -#}
{% macro comma_set(column) -%}
    nullif(array_to_string(list_sort(list_distinct(list({{ column }}))), ','), '')
{%- endmacro %}
