with effects as (
    select * from {{ ref('int_rollout_effects') }}
)

select
    {{ surrogate_key(['grain', 'outcome', 'event_week']) }} as rollout_effect_key,
    grain,
    outcome,
    method,
    refusal,
    event_week,
    unit_count,
    starter_count,
    control_count,
    estimate,
    low_95,
    high_95,
    pre_trend_p,
    placebo,
    placebo_p
from effects
