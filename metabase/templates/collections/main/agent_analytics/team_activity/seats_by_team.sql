with seats as (
    select
        coalesce(dim_team_groups.team_group, 'No team') as team_group,
        fct_seat_utilization.utilization
    from marts.fct_seat_utilization
    left join marts.dim_team_groups
        on fct_seat_utilization.team is not distinct from dim_team_groups.team
    where
        fct_seat_utilization.is_newest
        [[and {{team}}]]
        [[and fct_seat_utilization.agent in (select agent from marts.dim_agents where {{agent}})]]
)

select
    team_group,
    count(*) filter (where utilization = 'active') as active_count,
    count(*) filter (where utilization = 'idle') as idle_count,
    count(*) filter (where utilization = 'never_used') as never_used_count
from seats
group by team_group
order by team_group
