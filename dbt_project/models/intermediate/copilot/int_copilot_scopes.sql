with entities as (
    select
        scope_kind,
        scope,
        enterprise_number
    from {{ ref('stg_copilot_metrics') }}
    union all
    select
        scope_kind,
        scope,
        enterprise_number
    from {{ ref('stg_copilot_user_days') }}
),

scopes as (
    select
        scope_kind,
        scope,
        max(enterprise_number) as enterprise_number
    from entities
    group by scope_kind, scope
),

reported as (
    select
        reports.scope_kind,
        reports.scope,
        reports.report,
        scopes.enterprise_number
    from {{ ref('base_copilot__reports') }} as reports
    left join scopes
        on reports.scope_kind = scopes.scope_kind and reports.scope = scopes.scope
    group by reports.scope_kind, reports.scope, reports.report, scopes.enterprise_number
),

enterprises as (
    select
        report,
        enterprise_number
    from reported
    where scope_kind = 'enterprise' and enterprise_number is not null
    group by report, enterprise_number
)

select
    {{ surrogate_key(['reported.scope_kind', 'reported.scope', 'reported.report']) }}
        as scope_report_key,
    reported.scope_kind,
    reported.scope,
    reported.report,
    reported.enterprise_number,
    reported.scope_kind = 'organization' and enterprises.report is not null as is_covered
from reported
left join enterprises
    on
        reported.report = enterprises.report
        and reported.enterprise_number = enterprises.enterprise_number
