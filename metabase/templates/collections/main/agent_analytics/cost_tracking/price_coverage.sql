with {{snippet: periods}},

usage as (
    select
        usage_date,
        priced_request_count,
        request_count
    from marts.fct_daily_agent_usage
    where
        true
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and agent in (select agent from marts.dim_agents where {{agent}})]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_day,
    sum(usage.priced_request_count) / nullif(sum(usage.request_count), 0) as priced_share
from periods
left join usage
    on usage.usage_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
