with {{snippet: periods}},

answered as (
    select
        request_date as happened_date,
        0 as failed_count
    from marts.fct_agent_requests
    where
        true
        [[and coalesce(team, '') in (
            select coalesce(dim_team_groups.team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and agent in (select dim_agents.agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
        [[and model in (select dim_models.model from marts.dim_models where {{model}})]]
),

failed as (
    select
        failed_date as happened_date,
        1 as failed_count
    from marts.fct_agent_failures
    where
        failure_kind = 'request'
        and is_final
        [[and coalesce(team, '') in (
            select coalesce(dim_team_groups.team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and agent in (select dim_agents.agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
        [[and model in (select dim_models.model from marts.dim_models where {{model}})]]
),

requests as (
    select * from answered
    union all
    select * from failed
)

select
    periods.first_day as period_start,
    sum(requests.failed_count) / nullif(count(requests.happened_date), 0) as failed_share
from periods
left join requests on requests.happened_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
