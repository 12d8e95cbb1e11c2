with hours as (
    select * from {{ ref('int_odd_hours') }}
),

odd_days as (
    select
        measure,
        odd_date,
        incident_key
    from {{ ref('fct_anomalies') }}
)

select
    {{ surrogate_key(['hours.measure', 'hours.odd_date', 'hours.odd_hour']) }} as odd_hour_key,
    {{ surrogate_key(['hours.incident_start_date', 'hours.incident_start_hour']) }}
        as hour_incident_key,
    odd_days.incident_key,
    hours.measure,
    case when hours.score > 0 then 'above' else 'below' end as direction,
    hours.observed,
    hours.expected,
    hours.score,
    hours.odd_date,
    hours.odd_hour,
    hours.incident_start_date,
    hours.incident_start_hour
from hours
left join odd_days
    on hours.measure = odd_days.measure and hours.odd_date = odd_days.odd_date
