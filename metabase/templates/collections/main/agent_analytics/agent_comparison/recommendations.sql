with compared as (
    select
        count(distinct member) as model_count,
        count(distinct member) filter (where refusal is null and outcome = 'cost_microusd')
            as told_count
    from marts.fct_fair_comparison
    where kind = 'model'
),

recommended as (
    select
        coalesce(dim_models.model, 'unknown model') as model,
        coalesce(used_models.model, 'unknown model') as instead_of,
        'whole interval of the cost below 0, at worst '
        || greatest(0, round(-100 * recommendations.success_difference_low_95, 1))
        || ' of 100 sessions more fail' as finding,
        recommendations.session_saving_microusd / 1e6 as saving_usd,
        recommendations.session_saving_low_95_microusd / 1e6 as low_usd,
        recommendations.session_saving_high_95_microusd / 1e6 as high_usd,
        recommendations.session_count,
        recommendations.session_count * recommendations.session_saving_microusd / 1e6 as total_usd,
        recommendations.session_count * recommendations.session_saving_low_95_microusd / 1e6
            as total_low_usd,
        recommendations.session_count * recommendations.session_saving_high_95_microusd / 1e6
            as total_high_usd
    from marts.fct_model_recommendations as recommendations
    left join marts.dim_models
        on recommendations.model_key = dim_models.model_key
    left join marts.dim_models as used_models
        on recommendations.instead_of_model_key = used_models.model_key
    union all by name
    select
        case
            when model_count = 0 then 'not told: fewer than two models were used'
            when told_count = 0 then 'not told: too little work in common'
            else 'none of ' || told_count || ' compared models is as good and surely cheaper'
        end as finding
    from compared
    where not exists (select 1 from marts.fct_model_recommendations)
)

select *
from recommended
order by saving_usd desc, model asc
