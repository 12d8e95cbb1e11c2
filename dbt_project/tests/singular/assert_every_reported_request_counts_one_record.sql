-- Rule: exactly one landed record is counted for each request that a record reports.
-- Why: none would make a figure nobody can trace, two would count its tokens twice.
-- Not a violation: requests known from counters alone; no record tells of them.
with evidence as (
    select
        request_key,
        count(*) filter (where verdict = 'counted') as counted_count
    from {{ ref('int_request_evidence') }}
    group by request_key
)

select
    requests.request_key,
    evidence.counted_count
from {{ ref('int_requests__reported') }} as requests
left join evidence on requests.request_key = evidence.request_key
where evidence.counted_count is distinct from 1
