with days as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

known as (
    select count(*) as day_count
    from marts.dim_dates
    where is_in_data
),

hours as (
    select
        *,
        odd_date + to_hours(odd_hour) as odd_at
    from marts.fct_odd_hours
    where
        odd_date >= (select first_day from days)
        and odd_date <= (select last_day from days)
),

incidents as (
    select
        hour_incident_key,
        case measure when 'spend' then 'list cost, USD' else 'failed model requests' end as measure,
        direction,
        min(odd_at) as first_hour,
        max(odd_at) as last_hour,
        count(*) as odd_hour_count,
        avg(observed) as observed,
        avg(expected) as expected,
        max(abs(score)) as score,
        if(bool_or(incident_key is not null), 'the whole day too', 'these hours alone') as extent
    from hours
    group by hour_incident_key, measure, direction
),

told as (
    select * exclude (hour_incident_key) from incidents
    union all by name
    select
        case
            when day_count < 29 then 'not told: fewer than 29 days of data'
            else 'no odd hour in this period'
        end as measure
    from known
    where not exists (select 1 from incidents)
)

select *
from told
order by first_hour desc, measure asc
