select
    assumption_key,
    assumption,
    team,
    low,
    mid,
    high,
    origin
from {{ ref('stg_roi_assumptions') }}
