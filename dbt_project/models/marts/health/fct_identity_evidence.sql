with evidence as (
    select * from {{ ref('int_identity_evidence') }}
),

people as (
    select
        email,
        {{ surrogate_key(['developer_email']) }} as developer_key
    from {{ ref('int_identity_components') }}
),

addresses as (
    select * from {{ ref('int_identity_addresses') }}
)

select
    -- ids
    evidence.evidence_key,
    evidence.left_email,
    evidence.right_email,
    left_people.developer_key as left_developer_key,
    right_people.developer_key as right_developer_key,
    -- categories
    evidence.evidence_rule,
    evidence.shared_value,
    evidence.strength,
    evidence.is_accepted,
    evidence.refusal,
    left_people.developer_key = right_people.developer_key as is_one_person,
    -- Somebody may want to decide; roles, and what was decided, need nobody.
    left_people.developer_key != right_people.developer_key
    and coalesce(evidence.refusal, '') not in ('split_by_override', 'role_address') as is_conflict,
    -- measures
    left_addresses.session_count + right_addresses.session_count as session_count,
    left_addresses.commit_count + right_addresses.commit_count as commit_count
from evidence
inner join people as left_people on evidence.left_email = left_people.email
inner join people as right_people on evidence.right_email = right_people.email
inner join addresses as left_addresses on evidence.left_email = left_addresses.email
inner join addresses as right_addresses on evidence.right_email = right_addresses.email
