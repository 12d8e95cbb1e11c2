with differences as (
    select
        *,
        case outcome
            when 'success' then 100
            when 'cost_microusd' then 1e-6
            when 'active_seconds' then 1 / 60
            else 1
        end as scale
    from marts.fct_fair_comparison
    where kind = 'model'
),

named as (
    select
        coalesce(dim_models.model, 'unknown model') as member,
        coalesce(references_shown.model, 'unknown model') as reference,
        case differences.outcome
            when 'success' then 'completed, of 100 sessions'
            when 'cost_microusd' then 'list cost, USD a session'
            when 'error_count' then 'errors a session'
            else 'active minutes a session'
        end as outcome,
        list_position(['success', 'cost_microusd', 'error_count'], differences.outcome) as place,
        case
            when differences.refusal is not null then 'not told: too little work in common'
            when differences.low_95 > 0 then 'more'
            when differences.high_95 < 0 then 'less'
            else 'no difference seen'
        end as reading,
        differences.estimate * differences.scale as difference,
        differences.low_95 * differences.scale as low_95,
        differences.high_95 * differences.scale as high_95,
        case
            when differences.refusal is null then differences.raw_difference * differences.scale
        end as raw_difference,
        differences.session_count,
        differences.compared_count,
        case when differences.effective_count >= 5 then differences.effective_count end
            as effective_people
    from differences
    left join marts.dim_models
        on differences.member = dim_models.model_key
    left join marts.dim_models as references_shown
        on differences.reference = references_shown.model_key
    union all by name
    select 'not told: fewer than two models were used' as reading
    where not exists (select 1 from differences)
)

select
    member,
    reference,
    outcome,
    reading,
    difference,
    low_95,
    high_95,
    raw_difference,
    session_count,
    compared_count,
    effective_people
from named
order by place asc nulls last, difference desc nulls last, member asc
