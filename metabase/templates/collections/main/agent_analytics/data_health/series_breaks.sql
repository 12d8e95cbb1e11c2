select
    break_date,
    end_date,
    series,
    what,
    source
from marts.dim_series_breaks
order by break_date desc, series asc, what asc
limit 100
