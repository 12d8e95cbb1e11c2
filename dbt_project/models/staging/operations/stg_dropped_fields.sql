{#- Adding a source is one name here. -#}
{% set sources = ['claude_code', 'otlp'] %}

{% for name in sources %}
    select * from {{ source(name, 'dropped_fields') }}
    {{ "union all by name" if not loop.last }}
{% endfor %}
