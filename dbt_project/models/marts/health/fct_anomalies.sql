with anomalies as (
    select * from {{ ref('int_anomalies') }}
),

causes as (
    select * from {{ ref('int_anomaly_causes') }}
)

select
    {{ surrogate_key(['anomalies.measure', 'anomalies.odd_date']) }} as anomaly_key,
    {{ surrogate_key(['anomalies.incident_start_date']) }} as incident_key,
    anomalies.measure,
    case when anomalies.score > 0 then 'above' else 'below' end as direction,
    causes.cause,
    anomalies.observed,
    anomalies.expected,
    anomalies.score,
    anomalies.odd_date,
    anomalies.incident_start_date
from anomalies
left join causes on anomalies.odd_date = causes.odd_date
