with sessions as (
    select * from {{ ref('stg_agent_sessions') }}
),

overrides as (
    select
        lower(handle) as handle,
        lower(email) as email
    from {{ ref('developer_overrides') }}
),

sightings as (
    {% for kind, column in [
        ('account', 'account_id'), ('installation', 'installation_id'), ('machine', 'root_key')
    ] %}
        select
            '{{ kind }}' as kind,
            {{ column }} as handle,
            user_email
        from sessions
        where {{ column }} is not null
        {{ "union all" if not loop.last }}
    {% endfor %}
),

seen as (
    select
        kind,
        handle,
        -- A handle that several people share names none of them.
        case when count(distinct user_email) = 1 then min(user_email) end as email
    from sightings
    group by kind, handle
),

named as (
    select
        seen.kind,
        seen.handle,
        coalesce(overrides.email, seen.email) as email,
        overrides.email is not null as is_override
    from seen
    left join overrides on lower(seen.handle) = overrides.handle
)

select
    {{ surrogate_key(['named.kind', 'named.handle']) }} as handle_key,
    named.kind,
    named.handle,
    coalesce(canonical.email, named.email) as email,
    named.is_override
from named
left join overrides as canonical on named.email = canonical.handle
