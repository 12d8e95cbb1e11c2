with budgets as (
    select * from {{ source('company', 'budgets') }}
    where not is_removed
)

select
    -- ids
    budget_row_id as budget_row_key,
    budget_name,
    -- categories
    scope,
    member,
    lower(email) as email,
    period,
    cost_type,
    -- measures
    amount_microusd,
    -- times
    coalesce(cast(started_on as date), '-infinity') as valid_from,
    coalesce(cast(ended_on as date), 'infinity') as valid_to
from budgets
