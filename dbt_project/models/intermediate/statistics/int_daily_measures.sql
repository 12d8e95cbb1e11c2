with sessions as (
    select
        session_key,
        started_date,
        error_count
    from {{ ref('fct_agent_sessions') }}
),

observed as (
    select
        'spend' as measure,
        usage_date as measure_date,
        sum(list_cost_microusd) / 1e6 as amount
    from {{ ref('fct_daily_agent_usage') }}
    group by usage_date
    union all by name
    select
        'tokens' as measure,
        usage_date as measure_date,
        coalesce(sum(total_input_tokens), 0) + coalesce(sum(output_tokens), 0) as amount
    from {{ ref('fct_daily_agent_usage') }}
    group by usage_date
    union all by name
    select
        'sessions' as measure,
        started_date as measure_date,
        count(*) as amount
    from sessions
    group by started_date
    union all by name
    select
        'errors' as measure,
        started_date as measure_date,
        sum(error_count) as amount
    from sessions
    group by started_date
    union all by name
    -- Where both tell of a session, telemetry should tell of every request of its transcript.
    select
        'capture' as measure,
        sessions.started_date as measure_date,
        sum(capture.common_request_count) / sum(capture.transcript_request_count) as amount
    from {{ ref('fct_capture_ratio') }} as capture
    inner join sessions on capture.session_key = sessions.session_key
    where capture.transcript_request_count > 0 and capture.telemetry_request_count > 0
    group by sessions.started_date
),

bounds as (
    select
        min(measure_date) as first_date,
        max(measure_date) as last_date
    from observed
    -- Today is not over: it would look like a fall.
    where measure_date < {{ local_date('now()') }}
),

measures as (
    select distinct measure from observed
),

days as (
    select
        measures.measure,
        cast(
            unnest(range(bounds.first_date, bounds.last_date + interval 1 day, interval 1 day))
            as date
        ) as measure_date
    from bounds
    cross join measures
),

joined as (
    select
        days.measure,
        days.measure_date,
        case
            when days_off.calendar_date is not null then 7
            else isodow(days.measure_date) - 1
        end as day_kind,
        case
            when days.measure <> 'capture' then coalesce(observed.amount, 0)
            -- A day without sessions captured as well as the last one with some.
            else last_value(observed.amount ignore nulls) over (
                partition by days.measure
                order by days.measure_date
            )
        end as amount
    from days
    left join observed
        on days.measure = observed.measure and days.measure_date = observed.measure_date
    left join {{ ref('int_days_off') }} as days_off
        on days.measure_date = days_off.calendar_date
)

select
    measure,
    measure_date,
    day_kind,
    cast(amount as double) as amount
from joined
where amount is not null
