{#- A clock that runs ahead must not make a source look fresh for years. -#}
{% set where_clock_is_believed = "where coalesce(flags, '') not like '%future_time%'" %}

with sightings as (
    select
        source_name as source,
        source_layer as layer,
        max(event_at) filter ({{ where_clock_is_believed }}) as newest_event_at,
        max(batch_id) as newest_batch_id,
        count(*) as row_count
    from {{ ref('stg_agent_events') }}
    group by source_name, source_layer
    union all
    select
        source_name as source,
        'otlp_metric' as layer,
        max(point_at) filter ({{ where_clock_is_believed }}) as newest_event_at,
        max(batch_id) as newest_batch_id,
        count(*) as row_count
    from {{ ref('base_agents__metric_points') }}
    group by source_name
    union all
    select
        'git' as source,
        'commits' as layer,
        max(committed_at) filter ({{ where_clock_is_believed }}) as newest_event_at,
        max(batch_id) as newest_batch_id,
        count(*) as row_count
    from {{ source('git', 'commits') }}
    union all
    select
        'github' as source,
        'pull_requests' as layer,
        max(changed_at) filter ({{ where_clock_is_believed }}) as newest_event_at,
        max(batch_id) as newest_batch_id,
        count(*) as row_count
    from {{ source('github', 'pull_requests') }}
    union all
    select
        'copilot' as source,
        report as layer,
        max(if(report in ('seats', 'seat_totals'), report_date, report_date + interval 1 day))
        at time zone 'UTC' as newest_event_at,
        max(batch_id) as newest_batch_id,
        {{ total('row_count') }} as row_count
    from {{ ref('base_copilot__reports') }}
    group by report
    union all
    select
        'copilot_legacy' as source,
        'days' as layer,
        max(cast(report_day as date) + interval 1 day) at time zone 'UTC' as newest_event_at,
        max(batch_id) as newest_batch_id,
        count(*) as row_count
    from {{ source('copilot_legacy', 'legacy_days') }}
    union all
    select
        'prices' as source,
        'prices' as layer,
        null as newest_event_at,
        max(batch_id) as newest_batch_id,
        count(*) as row_count
    from {{ source('prices', 'prices') }}
),

files as (
    select
        source,
        count(*) filter (where state = 'active') as file_count,
        count(*) filter (where state = 'unreadable') as unreadable_file_count
    from {{ ref('stg_source_files') }}
    group by source
)

select
    {{ surrogate_key(['sightings.source', 'sightings.layer']) }} as freshness_key,
    sightings.source,
    sightings.layer,
    sightings.newest_event_at,
    {{ batch_started_at('sightings.newest_batch_id') }} as newest_loaded_at,
    sightings.row_count,
    files.file_count,
    files.unreadable_file_count
from sightings
left join files on sightings.source = files.source
where sightings.row_count > 0
