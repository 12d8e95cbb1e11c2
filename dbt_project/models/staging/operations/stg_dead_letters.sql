{% set sources = agent_sources() + ['git', 'github', 'copilot', 'copilot_legacy'] %}

{% for name in sources %}
    select * from {{ source(name, 'dead_letters') }}
    {{ "union all by name" if not loop.last }}
{% endfor %}
