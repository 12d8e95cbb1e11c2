with addresses as (
    select
        'email' as kind,
        addresses.email as handle,
        components.developer_email as email,
        addresses.is_role,
        case
            when addresses.is_role then 'role_address'
            when addresses.email = components.developer_email then 'own'
            else 'evidence'
        end as method
    from {{ ref('int_identity_addresses') }} as addresses
    inner join {{ ref('int_identity_components') }} as components
        on addresses.email = components.email
),

clients as (
    select
        kind,
        handle,
        coalesce(email, author_email) as email,
        false as is_role,
        case
            when is_override then 'override'
            when email is not null then 'signed_in'
            when author_email is not null then 'commit'
            else 'shared_or_unknown'
        end as method
    from {{ ref('int_developer_handles') }}
),

accounts as (
    select
        'forge_account' as kind,
        account_number as handle,
        email,
        kind != 'user' as is_role,
        case when email is null then 'shared_or_unknown' else 'commit' end as method
    from {{ ref('int_forge_accounts__developer') }}
),

handles as (
    select * from addresses
    union all by name
    select * from clients
    union all by name
    select * from accounts
)

select
    {{ surrogate_key(['kind', 'handle']) }} as handle_key,
    kind,
    handle,
    case when email is not null then {{ surrogate_key(['email']) }} end as developer_key,
    email as developer_email,
    method,
    is_role
from handles
