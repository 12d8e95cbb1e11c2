with scores as (
    select
        *,
        -cost_difference as saving,
        -cost_high_95 as saving_low,
        -cost_low_95 as saving_high
    from {{ ref('int_recommendation_scores') }}
)

select
    kept.kept_key as recommendation_score_key,
    kept.model_key,
    kept.instead_of_model_key,
    scores.refusal,
    scores.saving between kept.session_saving_low_95_microusd
    and kept.session_saving_high_95_microusd as is_in_interval,
    kept.session_saving_microusd as expected_session_saving_microusd,
    kept.session_saving_low_95_microusd as expected_session_saving_low_95_microusd,
    kept.session_saving_high_95_microusd as expected_session_saving_high_95_microusd,
    scores.session_count,
    scores.instead_of_session_count,
    scores.success_difference_low_95,
    cast(scores.saving as bigint) as session_saving_microusd,
    cast(scores.saving_low as bigint) as session_saving_low_95_microusd,
    cast(scores.saving_high as bigint) as session_saving_high_95_microusd,
    cast(scores.session_count * scores.saving as bigint) as realised_saving_microusd,
    cast(scores.session_count * scores.saving_low as bigint) as realised_saving_low_95_microusd,
    cast(scores.session_count * scores.saving_high as bigint) as realised_saving_high_95_microusd,
    kept.made_at,
    kept.origin_date,
    scores.period_last_date
from scores
inner join {{ ref('int_model_recommendations__kept') }} as kept
    on scores.kept_key = kept.kept_key
