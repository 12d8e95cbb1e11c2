with seats as (
    select * from {{ ref('int_copilot_seats__priced') }}
),

reports as (
    select * from {{ ref('base_copilot__reports') }}
),

-- Each scope's own, also those without any seat.
snapshots as (
    select
        scope_kind,
        scope,
        report_date,
        lag(report_date) over of_scope as previous_date,
        lead(report_date) over of_scope as next_date
    from reports
    where report = 'seats'
    window of_scope as (partition by scope_kind, scope order by report_date)
),

observed as (
    select min(report_date) as first_date from reports
),

-- A snapshot tells of the days until the next; the first also of those since a seat was granted.
seat_days as (
    select
        seats.user_number,
        coalesce(seats.user_number, seats.seat_key) as holder,
        seats.monthly_microusd,
        unnest(
            range(
                case
                    when snapshots.previous_date is null
                        then greatest(
                            observed.first_date,
                            coalesce(cast(seats.granted_at as date), seats.report_date)
                        )
                    else seats.report_date
                end,
                coalesce(snapshots.next_date, cast(seats.report_date + 1 as date)),
                interval 1 day
            )
        ) as cost_at
    from seats
    inner join snapshots
        on
            seats.scope_kind = snapshots.scope_kind
            and seats.scope = snapshots.scope
            and seats.report_date = snapshots.report_date
    cross join observed
),

-- While one scope could not be read, another may have told of the same person.
held as (
    select
        cost_at,
        user_number,
        max(monthly_microusd) as monthly_microusd
    from seat_days
    group by cost_at, user_number, holder
),

-- Differences of rounded sums: the days of a month add up to its price to the micro-dollar.
seat_costs as (
    select
        cast(cost_at as date) as cost_date,
        user_number,
        monthly_microusd * day(cost_at) // day(last_day(cost_at))
        - monthly_microusd * (day(cost_at) - 1) // day(last_day(cost_at)) as cost_microusd
    from held
),

users as (
    select * from {{ ref('int_copilot_users__developer') }}
),

credits as (
    select
        billing.report_date as cost_date,
        billing.model,
        {{ total('billing.net_microusd') }} as cost_microusd
    from {{ ref('stg_copilot_billing') }} as billing
    inner join {{ ref('int_copilot_scopes') }} as scopes
        on
            billing.scope_kind = scopes.scope_kind
            and billing.scope = scopes.scope
            and scopes.report = 'credits'
    where not scopes.is_covered
    group by billing.report_date, billing.model
),

costs as (
    select
        seat_costs.cost_date,
        users.developer_key,
        users.team,
        null as model,
        'seat' as billed_for,
        {{ total('seat_costs.cost_microusd') }} as cost_microusd
    from seat_costs
    left join users on seat_costs.user_number = users.user_number
    group by seat_costs.cost_date, users.developer_key, users.team
    union all by name
    select
        cost_date,
        null as developer_key,
        null as team,
        model,
        'ai_credits' as billed_for,
        cost_microusd
    from credits
)

select
    {{ surrogate_key(['cost_date', 'developer_key', 'team', 'model', 'billed_for']) }}
        as billed_cost_key,
    cost_date,
    developer_key,
    team,
    'copilot' as agent,
    'github' as provider,
    model,
    billed_for,
    cost_microusd
from costs
