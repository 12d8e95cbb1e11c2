{{ config(materialized='view') }}

with unioned as (
    select * from {{ ref('int_requests__reported') }}
    union all by name
    select * from {{ ref('int_requests__metered') }}
    union all by name
    select * from {{ ref('int_requests__uncaptured') }}
),

deployments as (
    select distinct deployed_model
    from unioned
    where deployed_model is not null
),

-- What the price book does not know may be a deployment's own name: the client's says more.
priced_deployments as (
    select distinct deployments.deployed_model
    from deployments
    inner join {{ ref('stg_prices') }} as prices
        on regexp_full_match(deployments.deployed_model, prices.model_pattern)
),

named as (
    select
        unioned.* replace (
            coalesce(priced_deployments.deployed_model, unioned.model) as model
        )
    from unioned
    left join priced_deployments on unioned.deployed_model = priced_deployments.deployed_model
)

select
    * exclude (deployed_model) replace (
        coalesce(provider, {{ usual_provider('agent') }}) as provider,
        coalesce(
            cache_write_tokens, cache_write_5m_tokens + cache_write_1h_tokens
        ) as cache_write_tokens,
        -- Without any cache writes the split is known.
        case
            when cache_write_tokens = 0 then 0 else cache_write_5m_tokens
        end as cache_write_5m_tokens,
        case
            when cache_write_tokens = 0 then 0 else cache_write_1h_tokens
        end as cache_write_1h_tokens
    ),
    {{ session_key() }} as session_key
from named
