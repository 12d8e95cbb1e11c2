with events as (
    select
        event_type,
        severity
    from marts.fct_security_events
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
)

select
    replace(event_type, '_', ' ') as event_type,
    count(*) filter (where severity = 'high') as high_count,
    count(*) filter (where severity = 'medium') as medium_count,
    count(*) filter (where severity = 'low') as low_count
from events
group by event_type
order by high_count desc, medium_count desc, low_count desc, event_type asc
