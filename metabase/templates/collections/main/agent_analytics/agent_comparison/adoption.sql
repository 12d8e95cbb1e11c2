with newest as (
    select max(snapshot_date) as snapshot_date
    from marts.fct_seat_utilization
),

seats as (
    select fct_seat_utilization.utilization
    from marts.fct_seat_utilization
    inner join newest
        on fct_seat_utilization.snapshot_date = newest.snapshot_date
    left join marts.dim_agents
        on fct_seat_utilization.agent = dim_agents.agent
    left join marts.dim_team_groups
        on fct_seat_utilization.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{team}}]]
        [[and {{agent}}]]
)

select count(*) filter (where utilization = 'active') / nullif(count(*), 0) as active_seat_share
from seats
