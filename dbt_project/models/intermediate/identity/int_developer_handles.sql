with sessions as (
    select * from {{ ref('stg_agent_sessions') }}
),

committed as (
    select distinct
        agent,
        session_id,
        author_email
    from {{ ref('int_tool_calls__committed') }}
    where author_email is not null
),

visits as (
    select
        sessions.agent,
        sessions.session_id,
        sessions.root_key,
        clones.clone_key,
        clones.local_email
    from (
        select
            agent,
            session_id,
            root_key,
            unnest(string_split(workspace_path_keys, '/')) as folder_key
        from sessions
        where root_key is not null
    ) as sessions
    inner join {{ ref('base_git__clones') }} as clones on sessions.folder_key = clones.folder_key
),

-- Whoever alone commits in a clone works there with the agents of the only home that is seen there.
at_home as (
    select distinct
        agent,
        session_id,
        local_email
    from visits
    where
        local_email is not null
        and clone_key in (
            select shared.clone_key from visits as shared
            group by shared.clone_key
            having count(distinct shared.root_key) = 1
        )
),

overrides as (
    select * from {{ ref('int_developer_aliases') }}
),

sightings as (
    {% for kind, column in [
        ('account', 'account_id'), ('installation', 'installation_id'), ('machine', 'root_key')
    ] %}
        select
            '{{ kind }}' as kind,
            sessions.{{ column }} as handle,
            coalesce(canonical_user.email, sessions.user_email) as user_email,
            sessions.installation_id,
            coalesce(canonical_author.email, committed.author_email) as author_email,
            coalesce(canonical_local.email, at_home.local_email) as local_email
        from sessions
        left join overrides as canonical_user on sessions.user_email = canonical_user.handle
        left join committed
            on
                sessions.agent = committed.agent
                and sessions.session_id = committed.session_id
        left join overrides as canonical_author
            on committed.author_email = canonical_author.handle
        left join at_home
            on
                sessions.agent = at_home.agent
                and sessions.session_id = at_home.session_id
        left join overrides as canonical_local on at_home.local_email = canonical_local.handle
        where sessions.{{ column }} is not null
        {{ "union all" if not loop.last }}
    {% endfor %}
),

-- A handle that several people share names none of them.
seen as (
    select
        kind,
        handle,
        case when count(distinct user_email) = 1 then min(user_email) end as email,
        case
            when count(distinct author_email) = 1 then min(author_email)
            when count(author_email) = 0 and count(distinct local_email) = 1 then min(local_email)
        end as author_email,
        case when count(distinct installation_id) = 1 then min(installation_id) end
            as installation_id
    from sightings
    group by kind, handle
),

named as (
    select
        seen.kind,
        seen.handle,
        coalesce(overrides.email, seen.email) as email,
        seen.author_email,
        seen.installation_id,
        overrides.email is not null as is_override
    from seen
    left join overrides on lower(seen.handle) = overrides.handle
)

select
    {{ surrogate_key(['named.kind', 'named.handle']) }} as handle_key,
    named.kind,
    named.handle,
    named.email,
    named.author_email,
    named.installation_id,
    named.is_override
from named
