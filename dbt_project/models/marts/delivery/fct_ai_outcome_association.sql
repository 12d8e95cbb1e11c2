with associations as (
    select * from {{ ref('int_ai_outcome_associations') }}
)

select
    {{ surrogate_key(['grain', 'outcome', 'lag_days', 'method']) }} as association_key,
    grain,
    outcome,
    method,
    interval_method,
    refusal,
    lag_days,
    unit_count,
    week_count,
    observation_count,
    effective_count,
    estimate,
    low_95,
    high_95,
    p_value,
    q_value,
    first_week_date,
    last_week_date
from associations
