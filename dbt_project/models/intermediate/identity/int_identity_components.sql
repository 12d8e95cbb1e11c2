with recursive addresses as (
    select * from {{ ref('int_identity_addresses') }}
),

links as (
    select
        left_email as email,
        right_email as linked_email
    from {{ ref('int_identity_evidence') }}
    where is_accepted
    union
    select
        right_email as email,
        left_email as linked_email
    from {{ ref('int_identity_evidence') }}
    where is_accepted
),

reached as (
    select
        email,
        email as member
    from addresses
    union
    select
        reached.email,
        links.linked_email as member
    from reached
    inner join links on reached.member = links.email
),

chosen as (
    select distinct email
    from {{ ref('stg_developer_overrides') }}
    where decision = 'merge'
)

-- The address a person goes by: chosen by hand, else one signed in with, else the first seen.
select
    reached.email,
    arg_min(
        reached.member,
        (
            chosen.email is null,
            not members.is_signed_in,
            members.is_noreply,
            coalesce(members.first_seen_at, 'infinity'),
            reached.member
        )
    ) as developer_email
from reached
inner join addresses as members on reached.member = members.email
left join chosen on reached.member = chosen.email
group by reached.email
