with stated as (
    select
        rule,
        pattern,
        severity,
        coalesce(cast(started_on as date), '-infinity') as valid_from,
        'Stated by this installation.' as origin,
        1 as precedence
    from {{ source('company', 'policy_rules') }}
    where not is_removed
    union all by name
    select
        rule,
        pattern,
        severity,
        cast('-infinity' as date) as valid_from,
        'Comes with this project.' as origin,
        2 as precedence
    from {{ ref('policy_rules') }}
),

-- Whoever states rules of a kind means these and no others.
ranked as (
    select
        *,
        rank() over (partition by rule order by precedence) as kind_rank
    from stated
)

select
    {{ surrogate_key(['rule', 'pattern', 'severity', 'valid_from']) }} as policy_rule_key,
    rule,
    pattern,
    severity,
    origin,
    valid_from
from ranked
where kind_rank = 1
