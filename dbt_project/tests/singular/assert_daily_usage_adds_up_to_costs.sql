-- Rule: each type of cost adds up to the same money as daily usage.
-- Why: the costs table is what budgets and bills are compared with.
-- Not a violation: list and reported costs that differ from one another; they are two reckonings.
with usage as (
    select
        'list' as cost_type,
        sum(list_cost_microusd) as cost_microusd
    from {{ ref('fct_daily_agent_usage') }}
    union all
    select
        'reported' as cost_type,
        sum(reported_cost_microusd) as cost_microusd
    from {{ ref('fct_daily_agent_usage') }}
),

costs as (
    select
        cost_type,
        sum(cost_microusd) as cost_microusd
    from {{ ref('fct_agent_costs') }}
    group by cost_type
)

select
    usage.cost_type,
    usage.cost_microusd,
    costs.cost_microusd as published_cost_microusd
from usage
left join costs on usage.cost_type = costs.cost_type
where usage.cost_microusd is distinct from costs.cost_microusd
