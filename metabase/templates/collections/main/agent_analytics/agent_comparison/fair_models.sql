with compared as (
    select
        fct_fair_comparison.*,
        coalesce(dim_models.model, 'unknown model') as shown_member,
        coalesce(others.model, 'unknown model') as shown_reference
    from marts.fct_fair_comparison
    left join marts.dim_models
        on fct_fair_comparison.member = dim_models.model_key
    left join marts.dim_models as others
        on fct_fair_comparison.reference = others.model_key
    where fct_fair_comparison.kind = 'model'
),

{{snippet: fair_differences}}
