{#- Fails for each value that occurs more than once, and for null: `unique` and `not_null`. -#}
{% test is_key(model, column_name) %}

select
    {{ column_name }},
    count(*) as row_count
from {{ model }}
group by {{ column_name }}
having {{ column_name }} is null or count(*) > 1

{% endtest %}
