with {{snippet: whole_weeks}},

{{snippet: security_events}}

select
    cast(date_trunc('week', happened_date) as date) as week_start,
    severity,
    count(*) as event_count
from events
where happened_date between (select first_day from days) and (select last_day from days)
group by week_start, severity
order by week_start, severity
