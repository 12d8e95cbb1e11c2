select
    fct_agent_failures.failed_date,
    fct_agent_failures.failure_kind,
    count(*) as failure_count
from marts.fct_agent_failures
left join marts.dim_repositories
    on fct_agent_failures.repository_key = dim_repositories.repository_key
where
    true
    [[and {{date}}]]
    [[and {{team}}]]
    [[and {{agent}}]]
    [[and {{repository}}]]
    [[and {{model}}]]
group by fct_agent_failures.failed_date, fct_agent_failures.failure_kind
order by fct_agent_failures.failed_date, fct_agent_failures.failure_kind
