with requests as (
    select * from {{ ref('int_requests__deduplicated') }}
),

charges as (
    select * from {{ ref('int_request_charges__priced') }}
),

models as (
    select * from {{ ref('int_models__price_matched') }}
),

totals as (
    select
        request_key,
        sum(list_cost_microusd) as list_cost_microusd,
        bool_or(list_cost_microusd is null) as has_gap,
        bool_or(
            list_cost_microusd is null and token_kind = 'unknown_split'
        ) as has_unknown_split
    from charges
    group by request_key
),

judged as (
    select
        requests.* replace (coalesce(models.billing_provider, requests.provider) as provider),
        models.price_model,
        totals.list_cost_microusd as exact_cost_microusd,
        case
            when models.price_model is null then 'unknown_model'
            when
                requests.input_tokens is null
                or requests.cache_write_tokens is null
                or requests.cache_read_tokens is null
                or requests.output_tokens is null
                then 'unknown_tokens'
            when totals.has_unknown_split then 'unknown_split'
            when totals.has_gap then 'unknown_price'
            else 'priced'
        end as price_status
    from requests
    left join totals on requests.request_key = totals.request_key
    left join models
        on
            requests.provider is not distinct from models.provider
            and requests.model = models.model
)

select
    * exclude (exact_cost_microusd),
    case
        when price_status = 'priced'
            then {{ half_even('coalesce(exact_cost_microusd, 0)') }}
    end as list_cost_microusd
from judged
