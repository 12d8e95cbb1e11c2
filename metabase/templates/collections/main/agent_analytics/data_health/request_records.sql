select
    replace(verdict, '_', ' ') as verdict,
    sum(record_count) as record_count
from marts.fct_request_records
where
    true
    [[and {{date}}]]
    [[and {{agent}}]]
group by verdict
order by record_count desc, verdict asc
