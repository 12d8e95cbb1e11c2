with budgets as (
    select
        budgets.*,
        {{ surrogate_key(['coalesce(aliases.email, budgets.email)']) }} as developer_key
    from {{ ref('stg_budgets') }} as budgets
    left join {{ ref('int_developer_aliases') }} as aliases on budgets.email = aliases.handle
),

costs as (
    select
        *,
        cast(date_trunc('month', cost_date) as date) as month_start_date,
        cast(date_trunc('quarter', cost_date) as date) as quarter_start_date
    from {{ ref('fct_agent_costs') }}
)

-- A cost that two members of one budget share counts once.
select distinct
    budgets.budget_name,
    budgets.scope,
    budgets.period,
    budgets.cost_type,
    case budgets.period
        when 'month' then costs.month_start_date
        else costs.quarter_start_date
    end as period_start_date,
    costs.cost_key,
    costs.cost_microusd,
    costs.costed_request_count,
    costs.request_count
from budgets
inner join costs
    on
        budgets.cost_type = costs.cost_type
        and budgets.valid_from <= costs.cost_date
        and budgets.valid_to > costs.cost_date
        and (
            budgets.scope = 'organisation'
            or (budgets.scope = 'team' and budgets.member = costs.team)
            or (budgets.scope = 'agent' and budgets.member = costs.agent)
            or (budgets.scope = 'developer' and budgets.developer_key = costs.developer_key)
        )
