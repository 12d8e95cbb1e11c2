with rules as (
    select
        *,
        list_position(['low', 'medium', 'high'], severity) as severity_rank
    from {{ ref('stg_policy_rules') }}
),

requests as (
    select
        request_key as subject_key,
        agent,
        session_id,
        session_key,
        developer_key,
        repository_key,
        team,
        model,
        requested_at as violated_at,
        request_date as violated_date
    from {{ ref('fct_agent_requests') }}
),

calls as (
    select
        tool_call_key as subject_key,
        agent,
        session_id,
        session_key,
        developer_key,
        repository_key,
        team,
        tool_name,
        mcp_server,
        command_program,
        file_extension,
        permission_mode,
        is_accepted,
        called_at as violated_at,
        called_date as violated_date
    from {{ ref('fct_tool_calls') }}
),

-- Texts are kept from tier 2 on; they are many, and asked only when a rule is about them.
parameters as (
    select
        calls.*,
        texts.content_text as parameter_text
    from {{ ref('fct_event_content') }} as texts
    inner join calls on texts.subject_key = calls.subject_key
    where
        texts.content_kind = 'tool_parameters'
        and 'deny_parameter' in (select rules.rule from rules)
),

subjects as (
    select
        * exclude (model),
        'allow_model' as rule,
        lower(model) as name
    from requests
    where model is not null
    {% for rule, column, relation in (
        ('allow_mcp_server', 'mcp_server', 'calls'),
        ('deny_tool', 'tool_name', 'calls'),
        ('deny_program', 'command_program', 'calls'),
        ('deny_extension', 'file_extension', 'calls'),
        ('deny_mode', 'permission_mode', 'calls'),
        ('deny_parameter', 'parameter_text', 'parameters'),
    ) %}
        union all by name
        select
            subject_key,
            agent,
            session_id,
            session_key,
            developer_key,
            repository_key,
            team,
            tool_name,
            is_accepted,
            violated_at,
            violated_date,
            '{{ rule }}' as rule,
            lower({{ column }}) as name
        from {{ relation }}
        where {{ column }} is not null
    {% endfor %}
),

names as (
    select distinct
        rule,
        name
    from subjects
),

kinds as (
    select
        rule,
        min(valid_from) as stated_from,
        arg_max(severity, severity_rank) as severity
    from rules
    group by rule
),

matches as (
    select
        names.rule,
        names.name,
        arg_max(rules.policy_rule_key, (rules.severity_rank, rules.pattern)) as policy_rule_key,
        arg_max(rules.severity, rules.severity_rank) as severity,
        min(rules.valid_from) as matched_from
    from names
    inner join rules on names.rule = rules.rule and names.name glob rules.pattern
    group by names.rule, names.name
),

violations as (
    select
        subjects.*,
        starts_with(subjects.rule, 'deny') as is_denied,
        matches.policy_rule_key,
        kinds.severity as kind_severity,
        matches.severity as matched_severity
    from subjects
    inner join kinds on subjects.rule = kinds.rule
    left join matches on subjects.rule = matches.rule and subjects.name = matches.name
    where
        case
            when starts_with(subjects.rule, 'deny')
                then subjects.violated_date >= matches.matched_from
            else
                subjects.violated_date >= kinds.stated_from
                and coalesce(subjects.violated_date < matches.matched_from, true)
        end
)

select
    -- ids
    {{ surrogate_key(['rule', 'subject_key', 'name']) }} as violation_key,
    if(is_denied, policy_rule_key, null) as policy_rule_key,
    subject_key,
    agent,
    session_id,
    session_key,
    developer_key,
    repository_key,
    -- categories
    team,
    rule,
    if(is_denied, matched_severity, kind_severity) as severity,
    tool_name,
    case when rule != 'deny_parameter' then name end as name,
    coalesce(not is_accepted, false) as is_prevented,
    -- times
    violated_at,
    violated_date
from violations
