with period as (
    select
        max(calendar_date) - 27 as first_date,
        max(calendar_date) as last_date
    from {{ ref('dim_dates') }}
    where is_in_data
),

identity as (
    select
        'people_known' as control,
        sum(sessions.resolved_session_count) as passing_count,
        sum(sessions.session_count) as judged_count
    from {{ ref('fct_identity_match') }} as sessions
    inner join period on sessions.started_date between period.first_date and period.last_date
),

capture as (
    select
        'telemetry_complete' as control,
        sum(ratio.common_request_count) as passing_count,
        sum(ratio.transcript_request_count) as judged_count
    from {{ ref('fct_capture_ratio') }} as ratio
    inner join period on ratio.usage_date between period.first_date and period.last_date
    where ratio.telemetry_request_count > 0
),

ingestion as (
    select
        'records_accepted' as control,
        sum(outcomes.received_count - outcomes.dead_lettered_count - outcomes.rejected_count)
            as passing_count,
        sum(outcomes.received_count) as judged_count
    from {{ ref('fct_ingestion_outcomes') }} as outcomes
),

accesses as (
    select
        'access_logged' as control,
        count(accesses.developer_key) as passing_count,
        count(*) as judged_count
    from {{ ref('fct_data_access') }} as accesses
    inner join period on accesses.accessed_date between period.first_date and period.last_date
),

seats as (
    select
        'seats_owned' as control,
        count(seats.developer_key) as passing_count,
        count(*) as judged_count
    from {{ ref('fct_seat_utilization') }} as seats
    where seats.is_newest
),

used_seats as (
    select
        'seats_used' as control,
        count(*) filter (where seats.utilization = 'active') as passing_count,
        count(*) as judged_count
    from {{ ref('fct_seat_utilization') }} as seats
    where seats.is_newest
),

requests as (
    select count(*) as request_count
    from {{ ref('fct_agent_requests') }} as requests
    inner join period on requests.request_date between period.first_date and period.last_date
    where requests.model is not null
),

calls as (
    select
        count(*) as call_count,
        count(calls.mcp_server) as server_call_count
    from {{ ref('fct_tool_calls') }} as calls
    inner join period on calls.called_date between period.first_date and period.last_date
),

rules as (
    select
        bool_or(rule = 'allow_model') as has_models,
        bool_or(rule = 'allow_mcp_server') as has_servers,
        bool_or(starts_with(rule, 'deny')) as has_denials
    from {{ ref('dim_policy_rules') }}
),

violations as (
    select
        count(distinct broken.subject_key) filter (
            where broken.rule = 'allow_model'
        ) as model_count,
        count(distinct broken.subject_key) filter (
            where broken.rule = 'allow_mcp_server' and not broken.is_prevented
        ) as server_count,
        count(distinct broken.subject_key) filter (
            where starts_with(broken.rule, 'deny') and not broken.is_prevented
        ) as denied_count
    from {{ ref('fct_policy_violations') }} as broken
    inner join period on broken.violated_date between period.first_date and period.last_date
),

-- Without a rule nobody can say what was meant: the control is unknown, not passed.
policy as (
    select
        'models_allowed' as control,
        if(rules.has_models, requests.request_count - violations.model_count, null)
            as passing_count,
        if(rules.has_models, requests.request_count, null) as judged_count
    from requests
    cross join violations
    cross join rules
    union all by name
    select
        'mcp_servers_allowed' as control,
        if(rules.has_servers, calls.server_call_count - violations.server_count, null)
            as passing_count,
        if(rules.has_servers, calls.server_call_count, null) as judged_count
    from calls
    cross join violations
    cross join rules
    union all by name
    select
        'denials_kept' as control,
        if(rules.has_denials, calls.call_count - violations.denied_count, null) as passing_count,
        if(rules.has_denials, calls.call_count, null) as judged_count
    from calls
    cross join violations
    cross join rules
),

texts as (
    select
        'texts_without_secrets' as control,
        count(*) filter (where not contains(kept.content_text, '[secret]')) as passing_count,
        count(*) as judged_count
    from {{ ref('fct_event_content') }} as kept
),

measured as (
    {% for relation in (
        'identity', 'capture', 'ingestion', 'accesses', 'seats', 'used_seats', 'policy', 'texts',
    ) %}
        select * from {{ relation }}
        {{ "union all by name" if not loop.last }}
    {% endfor %}
),

controls as (
    select stated.*
    from (
        values
        ('people_known', 0.95, 'Sessions belong to a person with a known address.'),
        ('telemetry_complete', 0.95, 'Telemetry tells of every request the transcripts hold.'),
        ('records_accepted', 0.99, 'What is read is accepted or left out by design.'),
        ('access_logged', 0.95, 'The person behind every file that an agent touches is known.'),
        ('seats_owned', 1.0, 'Every paid seat belongs to a known person.'),
        ('seats_used', 0.8, 'Paid seats are used.'),
        ('models_allowed', 1.0, 'Requests go to models on the allow-list only.'),
        ('mcp_servers_allowed', 1.0, 'Calls go to MCP servers on the allow-list only.'),
        ('denials_kept', 1.0, 'No tool call does what the policy denies.'),
        ('texts_without_secrets', 1.0, 'No secret had to be masked in a text that is kept.')
    ) as stated (control, goal_share, statement)
)

select
    controls.control,
    controls.statement,
    case
        when measured.passing_count is null or coalesce(measured.judged_count, 0) = 0 then 'unknown'
        when measured.passing_count / measured.judged_count >= controls.goal_share then 'passed'
        else 'failed'
    end as state,
    cast(measured.passing_count as bigint) as passing_count,
    cast(measured.judged_count as bigint) as judged_count,
    cast(controls.goal_share as double) as goal_share
from controls
inner join measured on controls.control = measured.control
