with effects as (
    select * from marts.fct_rollout_effect
    where grain = 'developer' and outcome = 'commits'
),

{{snippet: rollout_weeks}}

select
    week_label,
    estimate,
    low_95,
    high_95
from drawn
order by event_week
