with requests as (
    select * from {{ ref('int_requests__priced') }}
    -- Without a count there was no cost before either.
    where price_status != 'unknown_tokens'
),

charges as (
    select * from {{ ref('int_request_charges__repriced') }}
),

totals as (
    select
        request_key,
        case
            when count(list_cost_microusd) = count(*)
                then {{ half_even('sum(list_cost_microusd)') }}
        end as replaced_cost_microusd
    from charges
    group by request_key
)

select
    requests.request_key,
    requests.provider,
    requests.model,
    requests.requested_at,
    requests.list_cost_microusd,
    totals.replaced_cost_microusd
from requests
inner join totals on requests.request_key = totals.request_key
