select
    replace(assumption, '_', ' ') as assumption,
    coalesce(team, 'every team') as assumed_for,
    cast(low as double) as low,
    cast(mid as double) as mid,
    cast(high as double) as high,
    origin
from marts.dim_roi_assumptions
order by assumption, assumed_for
