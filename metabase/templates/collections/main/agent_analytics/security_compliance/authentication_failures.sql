with {{snippet: periods}},

{{snippet: security_events}}

select
    periods.first_day as period_start,
    count(events.happened_date) as event_count
from periods
left join events
    on
        events.happened_date between periods.first_day and periods.last_day
        and events.event_type = 'authentication_failure'
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
