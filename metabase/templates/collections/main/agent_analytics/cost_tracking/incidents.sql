with {{snippet: days}},

known as (
    select count(*) as day_count
    from marts.dim_dates
    where is_in_data
),

incidents as (
    select
        fct_anomalies.incident_start_date,
        fct_anomalies.measure,
        fct_anomalies.direction,
        min(fct_anomalies.odd_date) as first_date,
        max(fct_anomalies.odd_date) as last_date,
        count(*) as odd_day_count,
        avg(fct_anomalies.observed) as observed,
        avg(fct_anomalies.expected) as expected,
        max(abs(fct_anomalies.score)) as score,
        string_agg(distinct replace(fct_anomalies.cause, '_', ' '), ', ') as sign
    from marts.fct_anomalies
    inner join days
        on fct_anomalies.odd_date between days.first_day and days.last_day
    group by
        fct_anomalies.incident_start_date, fct_anomalies.measure, fct_anomalies.direction
),

told as (
    select
        incident_start_date,
        first_date,
        last_date,
        case measure
            when 'spend' then 'list cost, USD'
            when 'capture' then 'share of requests captured'
            else measure
        end as measure,
        direction,
        odd_day_count,
        observed,
        expected,
        score,
        coalesce(sign, 'nothing to compare with') as sign
    from incidents
    union all by name
    select
        case
            when day_count < 29 then 'not told: fewer than 29 days of data'
            else 'no odd day in this period'
        end as measure
    from known
    where not exists (select 1 from incidents)
)

select *
from told
order by incident_start_date desc, first_date asc, measure asc
