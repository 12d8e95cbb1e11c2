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
),

agents as (
    select * from {{ ref('agents') }}
),

billed_spans as (
    select
        agents.vendor,
        min(costs.usage_date) as first_date,
        max(costs.usage_date) as last_date
    from costs
    inner join agents on costs.agent = agents.agent
    where costs.cost_type = 'billed' and agents.vendor is not null
    group by agents.vendor
)

select
    -- ids
    {{ surrogate_key(['costs.daily_usage_key', 'costs.cost_type']) }} as cost_key,
    costs.usage_date as cost_date,
    costs.developer_key,
    costs.team,
    costs.agent,
    costs.provider,
    costs.model,
    costs.model_key,
    costs.repository_key,
    -- categories
    costs.cost_type,
    costs.billed_for,
    -- What a vendor bills goes before the list cost of the same days: never both.
    costs.cost_type = 'billed'
    or (costs.cost_type = 'list' and billed_spans.vendor is null) as is_spend,
    -- measures
    costs.cost_microusd,
    costs.costed_request_count,
    costs.request_count
from costs
left join agents on costs.agent = agents.agent
left join billed_spans
    on
        agents.vendor = billed_spans.vendor
        and costs.usage_date between billed_spans.first_date and billed_spans.last_date
