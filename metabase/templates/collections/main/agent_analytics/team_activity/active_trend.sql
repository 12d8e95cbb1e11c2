-- Each day of work counts for the 27 days after it.
with {{snippet: days}},

people as (
    select
        fct_developer_activity.activity_date,
        fct_developer_activity.developer_key
    from marts.fct_developer_activity
    inner join days
        on fct_developer_activity.activity_date between days.first_day - 27 and days.last_day
    where
        fct_developer_activity.is_resolved
        {{snippet: team}}
        [[and fct_developer_activity.agent in (select agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
    group by
        fct_developer_activity.activity_date,
        fct_developer_activity.developer_key
),

counted as (
    select
        dim_dates.calendar_date as activity_date,
        count(distinct people.developer_key) filter (
            where people.activity_date = dim_dates.calendar_date
        ) as day_count,
        count(distinct people.developer_key) filter (
            where people.activity_date > dim_dates.calendar_date - 7
        ) as week_count,
        count(distinct people.developer_key) as month_count
    from marts.dim_dates
    inner join days
        on dim_dates.calendar_date between days.first_day and days.last_day
    left join people
        on people.activity_date between dim_dates.calendar_date - 27 and dim_dates.calendar_date
    group by dim_dates.calendar_date
),

{{snippet: series_breaks}}

-- Fewer than five people are not told; nobody is zero.
select
    activity_date,
    case when day_count not between 1 and 4 then day_count end as day_count,
    case when week_count not between 1 and 4 then week_count end as week_count,
    case when month_count not between 1 and 4 then month_count end as month_count,
    (
        select string_agg(breaks.what, '; ' order by breaks.break_date, breaks.what)
        from breaks
        where breaks.series = 'copilot_usage_metrics' and breaks.break_date = counted.activity_date
    ) as series_break
from counted
order by activity_date
