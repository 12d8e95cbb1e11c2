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

matched as (
    select
        models.provider,
        models.model,
        patterns.price_model,
        row_number() over (
            partition by models.provider, models.model
            order by patterns.pattern_rank, patterns.price_model
        ) as place
    from models
    left join patterns
        on
            models.provider = patterns.provider
            and regexp_full_match(models.model, patterns.model_pattern)
)

select
    {{ surrogate_key(['provider', 'model']) }} as model_key,
    provider,
    model,
    price_model
from matched
where place = 1
