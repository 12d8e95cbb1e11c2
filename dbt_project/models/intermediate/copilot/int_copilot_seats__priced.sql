with seats as (
    select * from {{ ref('int_copilot_seats') }}
),

prices as (
    select * from {{ ref('copilot_seat_prices') }}
)

select
    seats.*,
    prices.monthly_microusd
from seats
asof left join prices
    on seats.plan = prices.plan and seats.report_date >= prices.valid_from
