with memberships as (
    select
        {{ surrogate_key(['coalesce(aliases.email, stated.email)']) }} as developer_key,
        stated.team,
        stated.cost_center,
        stated.valid_from
    from {{ ref('stg_team_memberships') }} as stated
    left join {{ ref('int_developer_aliases') }} as aliases on stated.email = aliases.handle
),

-- Of two teams from the same day on, as two addresses of one person may have, the first by name.
ranked as (
    select
        *,
        row_number() over (
            partition by developer_key, valid_from
            order by team asc, cost_center asc
        ) as place
    from memberships
)

select
    {{ surrogate_key(['developer_key', 'valid_from']) }} as membership_key,
    developer_key,
    team,
    cost_center,
    valid_from,
    coalesce(
        lead(valid_from) over (partition by developer_key order by valid_from), 'infinity'
    ) as valid_to
from ranked
where place = 1
