{% set sources = agent_sources() + ['copilot', 'copilot_legacy'] %}

{% for name in sources %}
    select * from {{ source(name, 'dropped_fields') }}
    {{ "union all by name" if not loop.last }}
{% endfor %}
