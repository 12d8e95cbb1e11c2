select
    failed_date,
    failure_kind,
    count(*) as failure_count
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
group by failed_date, failure_kind
order by failed_date, failure_kind
