select
    failed_date,
    failure_kind,
    count(*) as failure_count
from marts.fct_agent_failures
where
    true
    [[and {{date}}]]
    {{snippet: team}}
    [[and {{agent}}]]
    {{snippet: repository}}
    [[and {{model}}]]
group by failed_date, failure_kind
order by failed_date, failure_kind
