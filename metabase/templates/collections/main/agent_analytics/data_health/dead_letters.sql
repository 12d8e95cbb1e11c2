select
    source,
    reason,
    detail,
    count(*) as record_count,
    count(distinct file_key) as file_count,
    max(read_at) as last_read_at
from marts.fct_dead_letters
where true [[and {{date}}]]
group by source, reason, detail
order by record_count desc, source asc, reason asc, detail asc
limit 100
