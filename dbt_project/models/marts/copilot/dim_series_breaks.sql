with breaks as (
    select * from {{ ref('series_breaks') }}
)

select
    {{ surrogate_key(['series', 'break_date', 'what']) }} as series_break_key,
    series,
    break_date,
    end_date,
    what,
    source
from breaks
