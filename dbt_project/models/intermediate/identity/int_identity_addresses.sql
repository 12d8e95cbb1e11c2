with overrides as (
    select * from {{ ref('stg_developer_overrides') }}
),

sightings as (
    select
        user_email as email,
        'session' as kind,
        null as author_name,
        started_at as first_at,
        ended_at as last_at
    from {{ ref('stg_agent_sessions') }}
    union all
    select
        author_email as email,
        'commit' as kind,
        author_name,
        committed_at as first_at,
        committed_at as last_at
    from {{ ref('stg_git_commits') }}
    union all
    select
        author_email as email,
        'forge' as kind,
        null as author_name,
        committed_at as first_at,
        committed_at as last_at
    from {{ ref('base_github__pull_request_commits') }}
    union all
    select
        email,
        'override' as kind,
        null as author_name,
        null as first_at,
        null as last_at
    from overrides
    where decision = 'merge'
    union all
    select
        handle as email,
        'override' as kind,
        null as author_name,
        null as first_at,
        null as last_at
    from overrides
    where contains(handle, '@')
),

seen as (
    select
        email,
        arg_max(author_name, (last_at, author_name)) as author_name,
        coalesce(bool_or(kind = 'session'), false) as is_signed_in,
        count(*) filter (where kind = 'session') as session_count,
        count(*) filter (where kind = 'commit') as commit_count,
        min(first_at) as first_seen_at,
        max(last_at) as last_seen_at
    from sightings
    where email is not null
    group by email
)

select
    -- ids
    email,
    {{ mailbox('email') }} as mailbox,
    nullif(regexp_extract(email, '^([0-9]+)\+[^@]+@users\.noreply\.', 1), '') as account_number,
    nullif(regexp_extract(email, '^(?:[0-9]+\+)?([^@]+)@users\.noreply\.', 1), '') as account_login,
    -- One word is a nickname that many share.
    case
        when contains(trim(author_name), ' ')
            then array_to_string(
                list_sort(
                    string_split_regex(lower(strip_accents(trim(author_name))), '[^a-z0-9]+')
                ),
                ' '
            )
    end as name_key,
    -- categories
    author_name,
    is_signed_in,
    contains(email, 'noreply') as is_noreply,
    {{ is_role_address('email') }}
    or email in (
        select excluded.handle from overrides as excluded
        where excluded.decision = 'exclude'
    ) as is_role,
    email in (
        select parted.handle from overrides as parted
        where parted.decision = 'split'
    ) as is_split,
    -- measures
    session_count,
    commit_count,
    -- times
    first_seen_at,
    last_seen_at
from seen
