with memberships as (
    select * from {{ source('company', 'memberships') }}
    where not is_removed
)

select
    membership_id as membership_key,
    lower(email) as email,
    team,
    cost_center,
    coalesce(cast(joined_on as date), '-infinity') as valid_from
from memberships
