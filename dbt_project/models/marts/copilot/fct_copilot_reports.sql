with polls as (
    select * from {{ ref('stg_copilot_polls') }}
),

reports as (
    select
        scope_kind,
        scope,
        report,
        count(*) as loaded_day_count,
        min(report_date) as first_report_date,
        max(report_date) as last_report_date
    from {{ ref('base_copilot__reports') }}
    group by scope_kind, scope, report
)

select
    -- ids
    polls.polled_report_key,
    polls.scope_kind,
    polls.scope,
    polls.report,
    -- categories
    polls.state,
    polls.detail,
    -- measures
    coalesce(reports.loaded_day_count, 0) as loaded_day_count,
    -- times
    reports.first_report_date,
    reports.last_report_date,
    polls.paused_until_at,
    polls.read_at
from polls
left join reports
    on
        polls.scope_kind = reports.scope_kind
        and polls.scope = reports.scope
        and polls.report = reports.report
