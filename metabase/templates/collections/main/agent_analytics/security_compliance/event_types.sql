with events as (
    select
        fct_security_events.event_type,
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
    replace(event_type, '_', ' ') as event_type,
    count(*) filter (where severity = 'high') as high_count,
    count(*) filter (where severity = 'medium') as medium_count,
    count(*) filter (where severity = 'low') as low_count
from events
group by event_type
order by high_count desc, medium_count desc, low_count desc, event_type asc
