select
    fct_agent_failures.failed_date,
    fct_agent_failures.failure_kind,
    count(*) as failure_count
from marts.fct_agent_failures
left join marts.dim_repositories
    on fct_agent_failures.repository_key = dim_repositories.repository_key
left join marts.dim_team_groups
    on fct_agent_failures.team is not distinct from dim_team_groups.team
where
    true
    [[and {{date}}]]
    [[and {{team}}]]
    [[and {{agent}}]]
    [[and {{repository}}]]
    [[and {{model}}]]
group by fct_agent_failures.failed_date, fct_agent_failures.failure_kind
order by fct_agent_failures.failed_date, fct_agent_failures.failure_kind
