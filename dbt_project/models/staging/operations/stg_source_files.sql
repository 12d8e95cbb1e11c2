{% set sources = agent_sources() | reject('equalto', 'spool') | list + ['copilot_legacy'] %}

with unioned as (
    {% for name in sources %}
        select
            *,
            '{{ name }}' as source
        from {{ source(name, 'files') }}
        {{ "union all by name" if not loop.last }}
    {% endfor %}
)

select
    -- ids
    file_key,
    source,
    root_key,
    batch_id,
    -- categories
    state,
    detail,
    -- measures
    size_bytes,
    read_offset,
    -- times
    read_at
from unioned
