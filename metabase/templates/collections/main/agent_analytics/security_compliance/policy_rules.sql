with violations as (
    select
        policy_rule_key,
        rule,
        subject_key,
        session_key,
        is_prevented
    from marts.fct_policy_violations
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
),

-- What an allow-list does not name breaks the list, not one of its lines.
rules as (
    select
        policy_rule_key,
        rule,
        pattern,
        severity,
        origin
    from marts.dim_policy_rules
    where starts_with(rule, 'deny')
    union all
    select
        null as policy_rule_key,
        rule,
        string_agg(pattern, ', ' order by pattern) as pattern,
        arg_max(severity, list_position(['low', 'medium', 'high'], severity)) as severity,
        any_value(origin) as origin
    from marts.dim_policy_rules
    where starts_with(rule, 'allow')
    group by rule
)

select
    replace(rules.rule, '_', ' ') as rule,
    rules.pattern,
    rules.severity,
    count(distinct violations.subject_key) as violation_count,
    count(distinct violations.subject_key) filter (
        where violations.is_prevented
    ) as prevented_count,
    count(distinct violations.session_key) as session_count,
    rules.origin
from rules
left join violations
    on
        rules.rule = violations.rule
        and rules.policy_rule_key is not distinct from violations.policy_rule_key
group by rules.rule, rules.pattern, rules.severity, rules.origin
order by violation_count desc, rule asc, rules.pattern asc
