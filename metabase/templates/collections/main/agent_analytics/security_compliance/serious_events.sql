with {{snippet: periods}},

events as (
    select happened_date
    from marts.fct_security_events
    where
        severity = 'high'
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
)

select
    periods.first_day as period_start,
    count(events.happened_date) as event_count
from periods
left join events on events.happened_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
