with events as (
    select
        cast(date_trunc('week', fct_security_events.happened_date) as date) as week_start,
        fct_security_events.severity
    from marts.fct_security_events
    left join marts.dim_repositories
        on fct_security_events.repository_key = dim_repositories.repository_key
    left join marts.dim_team_groups
        on fct_security_events.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
)

select
    week_start,
    severity,
    count(*) as event_count
from events
group by week_start, severity
order by week_start, severity
