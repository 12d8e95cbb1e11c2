with failures as (
    select
        failure_kind,
        failure_type
    from marts.fct_agent_failures
    where
        true
        [[and {{date}}]]
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and {{agent}}]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
        [[and {{model}}]]
)

select
    concat(failure_kind, ': ', replace(failure_type, '_', ' ')) as failure,
    count(*) as failure_count
from failures
group by failure_kind, failure_type
order by failure_count desc, failure asc
