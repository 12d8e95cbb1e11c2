with overrides as (
    select * from {{ ref('developer_overrides') }}
)

-- Addresses are the same person in whatever case.
select
    lower(handle) as handle,
    lower(email) as email,
    reason
from overrides
