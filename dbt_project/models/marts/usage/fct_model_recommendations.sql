with differences as (
    select * from {{ ref('fct_fair_comparison') }}
    where kind = 'model' and refusal is null
),

success as (
    select * from differences
    where outcome = 'success'
),

cost as (
    select * from differences
    where outcome = 'cost_microusd'
)

-- Adequate: at worst two sessions in a hundred more fail; cheaper: beyond doubt.
select
    cost.fair_comparison_key as model_recommendation_key,
    cost.member as model_key,
    cost.reference as instead_of_model_key,
    cost.reference_session_count as session_count,
    success.low_95 as success_difference_low_95,
    cast(-cost.estimate as bigint) as session_saving_microusd,
    cast(-cost.high_95 as bigint) as session_saving_low_95_microusd,
    cast(-cost.low_95 as bigint) as session_saving_high_95_microusd
from cost
inner join success on cost.member = success.member
where success.low_95 >= -0.02 and cost.high_95 < 0
