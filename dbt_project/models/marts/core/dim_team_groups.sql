with teams as (
    select
        team,
        developer_count
    from {{ ref('dim_teams') }}
    union all by name
    select count(distinct developers.developer_key) as developer_count
    from {{ ref('int_agent_sessions_enriched') }} as sessions
    inner join {{ ref('dim_developers') }} as developers
        on sessions.developer_key = developers.developer_key and developers.is_resolved
    where sessions.team is null
),

-- People whose address is not known are in a team, too: none known is fewer than five.
groups as (
    select
        *,
        team is not null or developer_count > 0 as has_people
    from teams
),

-- A single small team could be read off as the rest of the total: the next smallest joins it.
ranked as (
    select
        *,
        sum(developer_count) filter (where has_people) over (
            order by developer_count, team
            rows between unbounded preceding and 1 preceding
        ) as smaller_developer_count
    from groups
),

judged as (
    select
        *,
        has_people
        and (
            developer_count < {{ var('fewest_people') }}
            or coalesce(smaller_developer_count < {{ var('fewest_people') }}, false)
        ) as is_hidden
    from ranked
)

select
    {{ surrogate_key(['team']) }} as team_group_key,
    team,
    case
        when is_hidden then 'Smaller teams'
        else coalesce(team, 'No team')
    end as team_group,
    is_hidden
from judged
