with instants as (
    select
        requested_at as happened_at,
        true as is_of_agents
    from {{ ref('int_requests__priced') }}
    union all
    select
        event_at as happened_at,
        true as is_of_agents
    from {{ ref('int_session_events') }}
    union all
    select
        committed_at as happened_at,
        false as is_of_agents
    from {{ ref('stg_git_commits') }}
    union all
    select
        authored_at as happened_at,
        false as is_of_agents
    from {{ ref('stg_git_commits') }}
    union all
    select
        opened_at as happened_at,
        false as is_of_agents
    from {{ ref('stg_pull_requests') }}
    union all
    select
        merged_at as happened_at,
        false as is_of_agents
    from {{ ref('stg_pull_requests') }}
    union all
    select
        timezone('UTC', cast(report_date as timestamp)) as happened_at,
        true as is_of_agents
    from {{ ref('base_copilot__reports') }}
    -- A report on nobody tells how far back somebody asked.
    where row_count > 0
    union all
    select
        timezone('UTC', cast(cost_date as timestamp)) as happened_at,
        true as is_of_agents
    from {{ ref('int_costs__billed') }}
),

bounds as (
    select
        date_trunc('year', min({{ local_date('happened_at') }})) as first_date,
        date_trunc('year', max({{ local_date('happened_at') }})) + interval 1 year as end_date
    from instants
),

-- Commits reach back to before there were agents, and their clocks may lie.
known as (
    select
        min({{ local_date('happened_at') }}) as first_date,
        max({{ local_date('happened_at') }}) as last_date
    from instants
    where is_of_agents
),

days as (
    select cast(unnest(range(first_date, end_date, interval 1 day)) as date) as calendar_date
    from bounds
),

judged as (
    select
        days.calendar_date,
        coalesce(days.calendar_date between known.first_date and known.last_date, false)
            as is_in_data
    from days
    cross join known
)

select
    calendar_date,
    cast(year(calendar_date) as integer) as calendar_year,
    cast(quarter(calendar_date) as integer) as calendar_quarter,
    cast(month(calendar_date) as integer) as calendar_month,
    cast(isodow(calendar_date) as integer) as weekday_number,
    dayname(calendar_date) as weekday_name,
    isodow(calendar_date) >= 6 as is_weekend,
    cast(date_trunc('week', calendar_date) as date) as week_start_date,
    cast(date_trunc('month', calendar_date) as date) as month_start_date,
    cast(date_trunc('quarter', calendar_date) as date) as quarter_start_date,
    is_in_data
from judged
