with budgets as (
    select
        budget_name,
        scope,
        period,
        cost_type,
        max(amount_microusd) as budget_microusd,
        min(valid_from) as valid_from,
        max(valid_to) as valid_to
    from {{ ref('stg_budgets') }}
    group by budget_name, scope, period, cost_type
),

bounds as (
    select
        min(cost_date) as first_date,
        max(cost_date) as last_date
    from {{ ref('fct_agent_costs') }}
),

periods as (
    select distinct
        'month' as period,
        month_start_date as period_start_date,
        cast(month_start_date + interval 1 month as date) as period_end_date
    from {{ ref('dim_dates') }}
    union all
    select distinct
        'quarter' as period,
        quarter_start_date as period_start_date,
        cast(quarter_start_date + interval 3 month as date) as period_end_date
    from {{ ref('dim_dates') }}
),

spent as (
    select
        budget_name,
        scope,
        period,
        cost_type,
        period_start_date,
        sum(cost_microusd) as cost_microusd,
        sum(costed_request_count) as costed_request_count,
        sum(request_count) as request_count
    from {{ ref('int_budgets__spent') }}
    group by budget_name, scope, period, cost_type, period_start_date
),

held as (
    select
        budgets.*,
        periods.period_start_date,
        periods.period_end_date,
        coalesce(spent.request_count, 0) as request_count,
        coalesce(spent.costed_request_count, 0) as costed_request_count,
        -- Nothing asked is nothing spent; asked and not one cost known is unknown.
        -- What is billed counts no requests, so that their number does not tell.
        case
            when spent.budget_name is null then 0
            else spent.cost_microusd
        end as spent_microusd
    from budgets
    cross join bounds
    inner join periods
        on
            budgets.period = periods.period
            and bounds.last_date >= periods.period_start_date
            and bounds.first_date < periods.period_end_date
            and budgets.valid_to > periods.period_start_date
            and budgets.valid_from < periods.period_end_date
    left join spent
        on
            budgets.budget_name = spent.budget_name
            and budgets.scope = spent.scope
            and budgets.period = spent.period
            and budgets.cost_type = spent.cost_type
            and periods.period_start_date = spent.period_start_date
)

select
    {{ surrogate_key(['budget_name', 'scope', 'period', 'cost_type', 'period_start_date']) }}
        as budget_status_key,
    budget_name,
    scope,
    period,
    cost_type,
    period_start_date,
    period_end_date,
    case
        when spent_microusd is null then 'unknown'
        when spent_microusd > 0 and spent_microusd >= budget_microusd then 'over_100'
        when spent_microusd > 0 and spent_microusd * 10 >= budget_microusd * 8 then 'over_80'
        when spent_microusd > 0 and spent_microusd * 2 >= budget_microusd then 'over_50'
        else 'under_50'
    end as budget_state,
    budget_microusd,
    cast(spent_microusd as bigint) as spent_microusd,
    cast(costed_request_count as bigint) as costed_request_count,
    cast(request_count as bigint) as request_count
from held
