with overrides as (
    select
        *,
        1 as precedence
    from {{ source('company', 'overrides') }}
    where not is_removed
    union all by name
    select
        *,
        2 as precedence
    from {{ ref('developer_overrides') }}
),

-- Addresses are the same person in whatever case.
spelled as (
    select
        lower(trim(handle)) as handle,
        lower(trim(email)) as email,
        coalesce(lower(trim(action)), 'merge') as decision,
        precedence
    from overrides
),

ranked as (
    select
        *,
        row_number() over (
            partition by handle, decision
            order by precedence asc, email asc
        ) as place
    from spelled
)

select
    handle,
    email,
    decision
from ranked
where
    place = 1
    and handle is not null
    and (decision in ('split', 'exclude') or (decision = 'merge' and email is not null))
