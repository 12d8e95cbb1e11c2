with components as (
    select * from {{ ref('int_identity_components') }}
),

named as (
    select
        overrides.handle,
        coalesce(components.developer_email, overrides.email) as email
    from {{ ref('stg_developer_overrides') }} as overrides
    left join components on overrides.email = components.email
    where overrides.decision = 'merge' and not contains(overrides.handle, '@')
)

select
    email as handle,
    developer_email as email
from components
union all
select
    handle,
    email
from named
