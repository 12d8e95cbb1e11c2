select
    replace(capture_status, '_', ' ') as capture_status,
    count(*) as session_count
from marts.fct_capture_ratio
where
    true
    [[and {{date}}]]
    [[and {{agent}}]]
group by capture_status
order by session_count desc, capture_status asc
