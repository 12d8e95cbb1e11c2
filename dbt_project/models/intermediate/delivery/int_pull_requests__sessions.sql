with shas as (
    select * from {{ ref('int_pull_requests__commits') }}
),

links as (
    select * from {{ ref('int_commit_links') }}
    where is_linked
),

linked as (
    select
        shas.pull_request_key,
        links.session_key,
        count(distinct shas.sha) as commit_count
    from shas
    inner join {{ ref('stg_git_commits') }} as commits on shas.sha = commits.sha
    inner join links on commits.commit_key = links.commit_key
    group by shas.pull_request_key, links.session_key
),

sessions as (
    select * from {{ ref('int_agent_sessions_enriched') }}
),

counted as (
    select
        linked.pull_request_key,
        linked.session_key,
        linked.commit_count,
        sessions.agent,
        sessions.list_cost_microusd,
        count(*) over (partition by linked.session_key) as pull_request_count,
        row_number() over (
            partition by linked.session_key
            order by linked.pull_request_key
        ) as place
    from linked
    inner join sessions on linked.session_key = sessions.session_key
)

-- A session that worked for several pull requests costs each its part, to the last micro-dollar.
select
    {{ surrogate_key(['pull_request_key', 'session_key']) }} as pull_request_session_key,
    pull_request_key,
    session_key,
    agent,
    commit_count,
    pull_request_count,
    list_cost_microusd // pull_request_count
    + if(place <= list_cost_microusd % pull_request_count, 1, 0) as list_cost_microusd
from counted
