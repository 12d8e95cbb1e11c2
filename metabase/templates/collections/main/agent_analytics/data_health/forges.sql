with polled as (
    select
        'repository' as kind,
        name,
        state,
        detail,
        known_until_at as known_until,
        read_at,
        paused_until_at
    from marts.fct_polled_repositories
    union all
    select
        concat('copilot ', replace(report, '_', ' ')) as kind,
        scope as name,
        state,
        detail,
        cast(last_report_date as timestamptz) as known_until,
        read_at,
        paused_until_at
    from marts.fct_copilot_reports
)

select
    kind,
    name,
    state,
    detail,
    known_until,
    read_at,
    paused_until_at
from polled
order by list_position(['refused', 'gone', 'reading', 'waiting', 'active'], state), kind, name
limit 200
