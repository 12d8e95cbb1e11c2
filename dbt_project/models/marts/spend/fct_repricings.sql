with requests as (
    select
        *,
        date_trunc('month', {{ local_date('requested_at') }}) as usage_month
    from {{ ref('int_requests__repriced') }}
),

books as (
    select max(loaded_at) as replaced_loaded_at
    from {{ ref('stg_replaced_prices') }}
)

select
    {{ surrogate_key(['requests.usage_month', 'requests.provider', 'requests.model']) }}
        as repricing_key,
    cast(requests.usage_month as date) as usage_month,
    requests.provider,
    requests.model,
    count(*) as request_count,
    count(requests.replaced_cost_microusd) as previously_priced_request_count,
    count(requests.list_cost_microusd) as priced_request_count,
    {{ total('requests.replaced_cost_microusd') }} as previous_list_cost_microusd,
    {{ total('requests.list_cost_microusd') }} as list_cost_microusd,
    books.replaced_loaded_at
from requests
cross join books
group by
    requests.usage_month,
    requests.provider,
    requests.model,
    books.replaced_loaded_at
-- A price that changed for other days, modes or bands changes no money here.
having sum(requests.replaced_cost_microusd) is distinct from sum(requests.list_cost_microusd)
