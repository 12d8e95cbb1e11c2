select
    policy_rule_key,
    rule,
    pattern,
    severity,
    origin,
    valid_from
from {{ ref('stg_policy_rules') }}
