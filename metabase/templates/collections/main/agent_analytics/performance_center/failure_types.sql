with failures as (
    select
        failure_kind,
        failure_type
    from marts.fct_agent_failures
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and {{model}}]]
)

select
    concat(failure_kind, ': ', replace(failure_type, '_', ' ')) as failure,
    count(*) as failure_count
from failures
group by failure_kind, failure_type
order by failure_count desc, failure asc
