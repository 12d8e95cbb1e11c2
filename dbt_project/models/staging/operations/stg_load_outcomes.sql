{#- Adding a source is one name here. -#}
{% set sources = ['claude_code', 'otlp', 'git'] %}

{% for name in sources %}
    select * from {{ source(name, 'outcomes') }}
    {{ "union all by name" if not loop.last }}
{% endfor %}
