with {{snippet: periods}},

matches as (
    select
        started_date,
        resolved_session_count,
        session_count
    from marts.fct_identity_match
    where true [[and {{agent}}]]
)

select
    periods.first_day as period_start,
    sum(matches.resolved_session_count) / nullif(sum(matches.session_count), 0) as resolved_share
from periods
left join matches on matches.started_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
