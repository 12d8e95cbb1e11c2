select
    {{ local_date('requested_at') }} as active_date,
    'agents' as seen_in,
    count(distinct developer_key) as people_count
from {{ ref('int_agent_requests_enriched') }}
group by {{ local_date('requested_at') }}
union all by name
select
    {{ local_date('committed_at') }} as active_date,
    'commits' as seen_in,
    count(distinct developer_key) as people_count
from {{ ref('int_commits_with_agent_context') }}
group by {{ local_date('committed_at') }}
