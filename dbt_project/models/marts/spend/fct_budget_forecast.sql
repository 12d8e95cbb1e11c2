with series as (
    select distinct
        series_key,
        member as budget_name,
        cost_type,
        origin_date,
        method,
        refusal
    from {{ ref('int_spend_forecasts') }}
    where scope = 'budget'
),

running as (
    select
        status.*,
        series.series_key,
        series.origin_date,
        series.method,
        series.refusal
    from {{ ref('fct_budget_status') }} as status
    inner join series
        on
            status.budget_name = series.budget_name
            and status.cost_type = series.cost_type
            and status.period_start_date <= series.origin_date
            and status.period_end_date > series.origin_date
),

spent_days as (
    select
        running.budget_status_key,
        running.budget_microusd,
        series.series_date,
        series.cost_microusd,
        sum(series.cost_microusd) over (
            partition by running.budget_status_key
            order by series.series_date
        ) as running_microusd
    from running
    inner join {{ ref('int_spend_series') }} as series
        on
            running.series_key = series.series_key
            and series.series_date between running.period_start_date and running.origin_date
),

spent as (
    select
        running.budget_status_key,
        coalesce({{ total('spent_days.cost_microusd') }}, 0) as spent_microusd,
        min(spent_days.series_date) filter (
            where spent_days.running_microusd >= spent_days.budget_microusd
        ) as passed_date
    from running
    left join spent_days on running.budget_status_key = spent_days.budget_status_key
    group by running.budget_status_key
),

ahead as (
    select
        running.budget_status_key,
        min(forecasts.forecast_date) filter (
            where
            spent.spent_microusd + forecasts.total_expected_microusd
            >= running.budget_microusd
        ) as expected_date,
        min(forecasts.forecast_date) filter (
            where spent.spent_microusd + forecasts.total_high_80_microusd >= running.budget_microusd
        ) as earliest_date,
        min(forecasts.forecast_date) filter (
            where spent.spent_microusd + forecasts.total_low_80_microusd >= running.budget_microusd
        ) as latest_date,
        max_by(
            spent.spent_microusd + forecasts.total_expected_microusd, forecasts.forecast_date
        ) as expected_microusd,
        max_by(
            spent.spent_microusd + forecasts.total_low_80_microusd, forecasts.forecast_date
        ) as low_80_microusd,
        max_by(
            spent.spent_microusd + forecasts.total_high_80_microusd, forecasts.forecast_date
        ) as high_80_microusd
    from running
    inner join spent on running.budget_status_key = spent.budget_status_key
    inner join {{ ref('int_spend_forecasts') }} as forecasts
        on
            running.series_key = forecasts.series_key
            and running.period_end_date > forecasts.forecast_date
    group by running.budget_status_key
)

select
    running.budget_status_key,
    running.budget_name,
    running.scope,
    running.period,
    running.cost_type,
    running.method,
    running.refusal,
    running.budget_microusd,
    spent.spent_microusd,
    -- On the last day of a period nothing is left to forecast, unless it is refused.
    case
        when running.refusal is null
            then coalesce(ahead.expected_microusd, spent.spent_microusd)
    end as expected_microusd,
    case
        when running.refusal is null then coalesce(ahead.low_80_microusd, spent.spent_microusd)
    end as low_80_microusd,
    case
        when running.refusal is null then coalesce(ahead.high_80_microusd, spent.spent_microusd)
    end as high_80_microusd,
    running.origin_date,
    running.period_start_date,
    running.period_end_date,
    coalesce(spent.passed_date, ahead.expected_date) as spent_date,
    coalesce(spent.passed_date, ahead.earliest_date) as earliest_spent_date,
    coalesce(spent.passed_date, ahead.latest_date) as latest_spent_date
from running
inner join spent on running.budget_status_key = spent.budget_status_key
left join ahead on running.budget_status_key = ahead.budget_status_key
