with models as (
    select distinct
        provider,
        model
    from {{ ref('int_requests__deduplicated') }}
    where model is not null
),

patterns as (
    select distinct
        provider,
        price_model,
        model_pattern,
        pattern_rank
    from {{ ref('stg_prices') }}
),

candidates as (
    select
        models.provider,
        models.model,
        patterns.provider as billing_provider,
        patterns.price_model,
        patterns.pattern_rank,
        coalesce(models.provider = patterns.provider, false) as is_own_provider
    from models
    inner join patterns
        on
            regexp_full_match(models.model, patterns.model_pattern)
            and (
                models.provider = patterns.provider
                -- A gateway may answer a client with another maker's model.
                or patterns.provider in {{ model_makers() }}
            )
),

ranked as (
    select
        *,
        row_number() over (
            partition by provider, model
            order by is_own_provider desc, pattern_rank asc, price_model asc
        ) as place,
        bool_or(is_own_provider) over same_model as is_own_model,
        min(billing_provider) over same_model
        = max(billing_provider) over same_model as is_of_one_maker
    from candidates
    window same_model as (partition by provider, model)
)

select
    {{ surrogate_key(['models.provider', 'models.model']) }} as matched_model_key,
    models.provider,
    models.model,
    ranked.billing_provider,
    ranked.price_model
from models
left join ranked
    on
        models.provider is not distinct from ranked.provider
        and models.model = ranked.model
        and ranked.place = 1
        and (ranked.is_own_model or ranked.is_of_one_maker)
