with newest as (
    select max(snapshot_date) as snapshot_date
    from marts.fct_seat_utilization
),

seats as (
    select fct_seat_utilization.utilization
    from marts.fct_seat_utilization
    inner join newest
        on fct_seat_utilization.snapshot_date = newest.snapshot_date
    where
        true
        {{snippet: team}}
        [[and fct_seat_utilization.agent in (select agent from marts.dim_agents where {{agent}})]]
)

select count(*) filter (where utilization = 'active') / nullif(count(*), 0) as active_seat_share
from seats
