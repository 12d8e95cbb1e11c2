with pairs as (
    select * from {{ ref('int_identity_pairs') }}
),

addresses as (
    select * from {{ ref('int_identity_addresses') }}
),

described as (
    select
        pairs.*,
        a.is_role or b.is_role as has_role,
        a.is_split or b.is_split as has_split,
        a.is_signed_in and b.is_signed_in as is_signed_in_twice,
        coalesce(a.last_seen_at < b.first_seen_at or b.last_seen_at < a.first_seen_at, false)
            as is_handover,
        coalesce(a.name_key = b.name_key, false) as has_same_name,
        coalesce(a.mailbox = b.mailbox and length(a.mailbox) > 3, false) as has_same_mailbox,
        bool_or(pairs.evidence_rule = 'client') over (
            partition by pairs.left_email, pairs.right_email
        ) as has_same_client
    from pairs
    inner join addresses as a on pairs.left_email = a.email
    inner join addresses as b on pairs.right_email = b.email
),

-- Two addresses of one account are one person already when it is asked who commits as whom.
accounts as (
    select
        unnest([left_email, right_email]) as email,
        left_email as person
    from described
    where
        evidence_rule = 'account'
        and not has_role
        and not has_split
        and (is_handover or has_same_mailbox or has_same_name)
),

account_people as (
    select
        email,
        min(person) as person
    from accounts
    group by email
),

commits as (
    select
        evidence_key,
        has_own_sessions,
        shared_value as user_email,
        if(shared_value = left_email, right_email, left_email) as author_email
    from described
    where evidence_rule = 'commit'
),

authorship as (
    select
        commits.evidence_key,
        commits.has_own_sessions,
        coalesce(committers.person, commits.user_email) as user_person,
        coalesce(authors.person, commits.author_email) as author_person
    from commits
    left join account_people as committers on commits.user_email = committers.email
    left join account_people as authors on commits.author_email = authors.email
),

exclusive as (
    select
        evidence_key,
        not has_own_sessions
        and count(distinct user_person) over (partition by author_person) = 1
        and count(distinct author_person) over (partition by user_person) = 1 as is_exclusive
    from authorship
    where user_person != author_person
),

weighed as (
    select
        described.*,
        coalesce(exclusive.is_exclusive, false) as is_exclusive
    from described
    left join exclusive on described.evidence_key = exclusive.evidence_key
),

judged as (
    select
        *,
        case
            when evidence_rule = 'override' then null
            when has_split then 'split_by_override'
            when has_role then 'role_address'
            when evidence_rule = 'forge_account' then null
            when
                evidence_rule = 'account' and not (is_handover or has_same_mailbox or has_same_name)
                then 'shared_account'
            when evidence_rule = 'commit' and not is_exclusive then 'several_people'
            when
                evidence_rule = 'commit'
                and is_signed_in_twice
                and not (is_handover and has_same_name)
                then 'both_signed_in'
            when
                evidence_rule = 'commit'
                and session_count < 2
                and not (has_same_mailbox or has_same_name)
                then 'seen_once'
            -- A laptop is handed on, too: only the name tells that its person stayed.
            when
                evidence_rule = 'client' and not (has_same_name and is_handover)
                then 'shared_client'
            when evidence_rule = 'name' and not has_same_mailbox then 'name_only'
            when
                evidence_rule = 'name'
                and is_signed_in_twice
                and not (is_handover or has_same_client)
                then 'name_only'
        end as refusal
    from weighed
)

select
    -- ids
    evidence_key,
    left_email,
    right_email,
    -- categories
    evidence_rule,
    shared_value,
    case
        when evidence_rule in ('override', 'forge_account') then 'certain'
        when evidence_rule in ('account', 'commit') then 'strong'
        else 'weak'
    end as strength,
    refusal is null as is_accepted,
    refusal,
    -- measures
    session_count
from judged
