with width as (select 28 as day_count),

{{snippet: rolling_people}}

select
    last_day,
    developer_count
from rolling
order by last_day
