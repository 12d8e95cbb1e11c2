with spent as (
    select
        request_date as measure_date,
        hour(timezone('{{ var("timezone") }}', requested_at)) as hour_of_day,
        sum(list_cost_microusd) / 1e6 as amount
    from {{ ref('fct_agent_requests') }}
    group by measure_date, hour_of_day
),

failed as (
    select
        {{ local_date('failed_at') }} as measure_date,
        hour(timezone('{{ var("timezone") }}', failed_at)) as hour_of_day,
        count(*) as amount
    from {{ ref('fct_agent_failures') }}
    where failure_kind = 'request'
    group by measure_date, hour_of_day
),

observed as (
    select
        'spend' as measure,
        *
    from spent
    union all
    select
        'errors' as measure,
        *
    from failed
),

-- The days that are watched, and what kind they are.
days as (
    select
        measure,
        measure_date,
        day_kind
    from {{ ref('int_daily_measures') }}
    where measure in ('spend', 'errors')
),

hours as (
    select unnest(range(24)) as hour_of_day
)

select
    days.measure,
    days.measure_date,
    hours.hour_of_day,
    days.day_kind,
    cast(coalesce(observed.amount, 0) as double) as amount
from days
cross join hours
left join observed
    on
        days.measure = observed.measure
        and days.measure_date = observed.measure_date
        and hours.hour_of_day = observed.hour_of_day
