with failures as (
    select
        fct_agent_failures.failure_kind,
        fct_agent_failures.failure_type
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
)

select
    concat(failure_kind, ': ', replace(failure_type, '_', ' ')) as failure,
    count(*) as failure_count
from failures
group by failure_kind, failure_type
order by failure_count desc, failure asc
