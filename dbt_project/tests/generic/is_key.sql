{#- Fails for each value of a column that occurs more than once, and for null: what `unique` and `not_null` ask, at once. -#}
{% test is_key(model, column_name) %}

select
    {{ column_name }},
    count(*) as row_count
from {{ model }}
group by {{ column_name }}
having {{ column_name }} is null or count(*) > 1

{% endtest %}
