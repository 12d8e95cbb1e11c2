with {{snippet: whole_weeks}},

events as (
    select
        cast(date_trunc('week', happened_date) as date) as week_start,
        severity
    from marts.fct_security_events
    where
        happened_date between (select first_day from days) and (select last_day from days)
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
)

select
    week_start,
    severity,
    count(*) as event_count
from events
group by week_start, severity
order by week_start, severity
