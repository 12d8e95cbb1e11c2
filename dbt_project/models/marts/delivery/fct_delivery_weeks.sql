with developers as (
    select
        developer_key,
        team,
        first_seen_at
    from {{ ref('dim_developers') }}
),

events as (
    select
        developer_key,
        started_date as event_date,
        1 as session_count
    from {{ ref('fct_agent_sessions') }}
    union all by name
    select
        developer_key,
        committed_date as event_date,
        1 as commits
    from {{ ref('fct_git_commits') }}
    where not is_merge and not is_superseded
    union all by name
    select
        developer_key,
        merged_date as event_date,
        1 as merged_pull_requests,
        merge_seconds / 3600.0 as merge_hours,
        cast(is_reverted or reopened_count > 0 as integer) as reworked_pull_requests
    from {{ ref('fct_pull_requests') }}
    where merged_date is not null
),

bounds as (
    select
        greatest(
            min(event_date) filter (where session_count = 1),
            min(event_date) filter (where session_count is null)
        ) as first_date,
        least(
            max(event_date) filter (where session_count = 1),
            max(event_date) filter (where session_count is null)
        ) as last_date
    from events
),

-- A week counts when all seven days are between the bounds.
weeks as (
    select
        cast(
            unnest(
                range(
                    date_trunc('week', first_date + interval 6 day),
                    date_trunc('week', last_date + interval 1 day),
                    interval 7 day
                )
            ) as date
        ) as week_start_date
    from bounds
),

present as (
    select
        developers.developer_key,
        developers.team,
        weeks.week_start_date
    from developers
    inner join weeks
        on weeks.week_start_date >= date_trunc('week', {{ local_date('developers.first_seen_at') }})
),

units as (
    select
        'developer' as grain,
        developer_key as unit,
        developer_key,
        team,
        week_start_date
    from present
    union all by name
    select
        'team' as grain,
        team as unit,
        developer_key,
        team,
        week_start_date
    from present
    where team is not null
),

counted as (
    select
        units.grain,
        units.unit,
        units.week_start_date,
        any_value(units.team) as team,
        coalesce(sum(events.session_count), 0) as session_count,
        coalesce(sum(events.commits), 0) as commits,
        coalesce(sum(events.merged_pull_requests), 0) as merged_pull_requests,
        coalesce(sum(events.reworked_pull_requests), 0) as reworked_pull_requests,
        -- A week without a merge says nothing of how long one takes.
        median(events.merge_hours) as merge_hours
    from units
    left join events
        on
            units.developer_key = events.developer_key
            and units.week_start_date = date_trunc('week', events.event_date)
    group by units.grain, units.unit, units.week_start_date
)

select
    {{ surrogate_key(['grain', 'unit', 'week_start_date']) }} as delivery_week_key,
    grain,
    unit,
    team,
    cast(session_count as bigint) as session_count,
    cast(commits as bigint) as commits,
    cast(merged_pull_requests as bigint) as merged_pull_requests,
    cast(reworked_pull_requests as bigint) as reworked_pull_requests,
    merge_hours,
    week_start_date
from counted
