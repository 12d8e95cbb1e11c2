{% for name in agent_sources() %}
    select * from {{ ref('base_' ~ name ~ '__events') }}
    {{ "union all by name" if not loop.last }}
{% endfor %}
