with costs as (
    select * from {{ ref('fct_agent_costs') }}
    -- Today is not over: it would look like a fall.
    where cost_date < {{ local_date('now()') }}
),

members as (
    select
        *,
        'organisation' as scope,
        cast(null as varchar) as member
    from costs
    union all by name
    -- Billed, and list where nothing is billed: the one sum that counts no dollar twice.
    select
        * replace ('spend' as cost_type),
        'organisation' as scope,
        cast(null as varchar) as member
    from costs
    where is_spend
    union all by name
    select
        *,
        'team' as scope,
        team as member
    from costs
    where team is not null and cost_type <> 'reported'
    union all by name
    select
        *,
        'agent' as scope,
        agent as member
    from costs
    where cost_type <> 'reported'
    union all by name
    select
        costs.*,
        'budget' as scope,
        spent.budget_name as member
    from {{ ref('int_budgets__spent') }} as spent
    inner join costs on spent.cost_key = costs.cost_key
)

select
    {{ surrogate_key(['scope', 'member', 'cost_type', 'cost_key']) }} as spend_member_key,
    scope,
    member,
    cost_type,
    cost_date,
    cost_microusd
from members
