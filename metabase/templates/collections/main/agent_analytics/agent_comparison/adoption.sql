with seats as (
    select fct_seat_utilization.utilization
    from marts.fct_seat_utilization
    where
        fct_seat_utilization.is_newest
        {{snippet: team}}
        [[and fct_seat_utilization.agent in (select agent from marts.dim_agents where {{agent}})]]
)

select count(*) filter (where utilization = 'active') / nullif(count(*), 0) as active_seat_share
from seats
