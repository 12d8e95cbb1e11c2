with scores as (
    select * from marts.fct_recommendation_scores
),

told as (
    select
        scores.origin_date,
        coalesce(dim_models.model, 'unknown model') as model,
        coalesce(used_models.model, 'unknown model') as instead_of,
        case
            when scores.refusal is not null then 'not told: too little work in common since'
            when scores.is_in_interval then 'saved what was said'
            when scores.session_saving_microusd < scores.expected_session_saving_microusd
                then 'saved less than was said'
            else 'saved more than was said'
        end as reading,
        scores.expected_session_saving_microusd / 1e6 as expected_usd,
        scores.expected_session_saving_low_95_microusd / 1e6 as expected_low_usd,
        scores.expected_session_saving_high_95_microusd / 1e6 as expected_high_usd,
        scores.session_saving_microusd / 1e6 as saved_usd,
        scores.session_saving_low_95_microusd / 1e6 as saved_low_usd,
        scores.session_saving_high_95_microusd / 1e6 as saved_high_usd,
        scores.session_count,
        scores.realised_saving_microusd / 1e6 as realised_usd,
        scores.period_last_date
    from scores
    left join marts.dim_models
        on scores.model_key = dim_models.model_key
    left join marts.dim_models as used_models
        on scores.instead_of_model_key = used_models.model_key
    union all by name
    select 'not told: no recommendation made here is 30 days old' as reading
    where not exists (select 1 from scores)
)

select *
from told
order by origin_date desc, model asc
