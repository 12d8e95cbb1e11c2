with members as (
    select * from {{ ref('int_spend_members') }}
    where cost_microusd is not null
),

-- A member without cost on the last days spent nothing; the type's last day is everybody's.
series as (
    select
        scope,
        member,
        cost_type,
        min(cost_date) as first_date,
        max(max(cost_date)) over (partition by cost_type) as origin_date
    from members
    group by scope, member, cost_type
),

days as (
    select
        *,
        cast(
            unnest(
                range(
                    first_date,
                    origin_date + interval 1 day + interval {{ var('forecast_days') }} day,
                    interval 1 day
                )
            ) as date
        ) as series_date
    from series
),

spent as (
    select
        scope,
        member,
        cost_type,
        cost_date,
        {{ total('cost_microusd') }} as cost_microusd
    from members
    group by scope, member, cost_type, cost_date
)

select
    {{ surrogate_key(['days.scope', 'days.member', 'days.cost_type']) }} as series_key,
    days.scope,
    days.member,
    days.cost_type,
    days.origin_date,
    days.series_date,
    case
        when days_off.calendar_date is not null then 7
        else isodow(days.series_date) - 1
    end as day_kind,
    case
        when days.series_date <= days.origin_date then coalesce(spent.cost_microusd, 0)
    end as cost_microusd
from days
left join spent
    on
        days.scope = spent.scope
        and days.member is not distinct from spent.member
        and days.cost_type = spent.cost_type
        and days.series_date = spent.cost_date
left join {{ ref('int_days_off') }} as days_off on days.series_date = days_off.calendar_date
