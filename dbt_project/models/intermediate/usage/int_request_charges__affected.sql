with charges as (
    select * from {{ ref('int_request_charges__metered') }}
),

models as (
    select known.*
    from {{ ref('int_models__price_matched') }} as known
    inner join {{ ref('int_models__repriced') }} as repriced
        on
            known.billing_provider = repriced.provider
            and known.price_model = repriced.price_model
)

select charges.*
from charges
inner join models
    on
        charges.provider is not distinct from models.provider
        and charges.model = models.model
