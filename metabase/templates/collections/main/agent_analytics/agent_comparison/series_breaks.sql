select
    break_date,
    end_date,
    what,
    source
from marts.dim_series_breaks
order by break_date desc, what asc
