with usage as (
    select * from {{ ref('fct_daily_agent_usage') }}
),

costs as (
    select
        *,
        'list' as cost_type,
        list_cost_microusd as cost_microusd,
        priced_request_count as costed_request_count
    from usage
    union all by name
    select
        *,
        'reported' as cost_type,
        reported_cost_microusd as cost_microusd,
        reported_request_count as costed_request_count
    from usage
    union all by name
    select
        billed_cost_key as daily_usage_key,
        cost_date as usage_date,
        developer_key,
        team,
        agent,
        provider,
        model,
        'billed' as cost_type,
        billed_for,
        cost_microusd
    from {{ ref('int_costs__billed') }}
)

select
    -- ids
    {{ surrogate_key(['daily_usage_key', 'cost_type']) }} as cost_key,
    usage_date as cost_date,
    developer_key,
    team,
    agent,
    provider,
    model,
    model_key,
    repository_key,
    -- categories
    cost_type,
    billed_for,
    -- measures
    cost_microusd,
    costed_request_count,
    request_count
from costs
