with seats as (
    select
        fct_seat_utilization.utilization,
        fct_seat_utilization.monthly_cost_microusd
    from marts.fct_seat_utilization
    where
        fct_seat_utilization.is_newest
        {{snippet: team}}
        [[and fct_seat_utilization.agent in (select agent from marts.dim_agents where {{agent}})]]
)

select
    replace(utilization, '_', ' ') as seat_use,
    count(*) as seat_count,
    sum(monthly_cost_microusd) / 1e6 as monthly_cost_usd
from seats
group by utilization
order by utilization
