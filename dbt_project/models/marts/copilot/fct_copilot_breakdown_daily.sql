with breakdowns as (
    select * from {{ ref('stg_copilot_breakdowns') }}
    where user_number is null
)

select
    -- ids
    breakdown_key,
    report_date as usage_date,
    scope_kind,
    scope,
    -- categories
    'vendor_reported' as series,
    dimension,
    name,
    second_name,
    -- measures
    interaction_count,
    generation_count,
    acceptance_count,
    lines_added,
    lines_deleted,
    session_count
from breakdowns
