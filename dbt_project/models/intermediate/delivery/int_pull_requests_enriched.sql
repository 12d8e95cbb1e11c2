with pull_requests as (
    select * from {{ ref('stg_pull_requests') }}
),

accounts as (
    select * from {{ ref('int_forge_accounts__developer') }}
),

reviewed as (
    select * from {{ ref('int_pull_requests__reviewed') }}
),

happened as (
    select * from {{ ref('int_pull_requests__happened') }}
),

checked as (
    select * from {{ ref('int_pull_requests__checked') }}
),

reverted as (
    select * from {{ ref('int_pull_requests__reverted') }}
),

teams as (
    select * from {{ ref('int_developers__team') }}
),

sessions as (
    select
        pull_request_key,
        count(*) as session_count,
        count(list_cost_microusd) as priced_session_count,
        mode(agent order by agent) as agent,
        {{ total('list_cost_microusd') }} as list_cost_microusd
    from {{ ref('int_pull_requests__sessions') }}
    group by pull_request_key
),

commits as (
    select
        commits.pull_request_key,
        count(*) filter (
            where commits.committed_at > reviewed.first_reviewed_at
        ) as commits_after_review_count
    from {{ ref('base_github__pull_request_commits') }} as commits
    inner join reviewed on commits.pull_request_key = reviewed.pull_request_key
    group by commits.pull_request_key
)

select
    pull_requests.* exclude (agent, agent_signal),
    accounts.developer_key,
    coalesce(accounts.account_login, pull_requests.author_login) as current_login,
    teams.team,
    coalesce(pull_requests.agent, sessions.agent) as agent,
    coalesce(
        pull_requests.agent_signal, if(sessions.agent is not null, 'session', null)
    ) as agent_signal,
    checked.check_outcome,
    coalesce(checked.check_count, 0) as check_count,
    coalesce(checked.failed_check_count, 0) as failed_check_count,
    coalesce(reviewed.review_count, 0) as review_count,
    coalesce(reviewed.reviewer_count, 0) as reviewer_count,
    coalesce(reviewed.review_round_count, 0) as review_round_count,
    coalesce(reviewed.approval_count, 0) as approval_count,
    coalesce(reviewed.agent_review_count, 0) as agent_review_count,
    coalesce(happened.reopened_count, 0) as reopened_count,
    coalesce(happened.force_push_count, 0) as force_push_count,
    coalesce(commits.commits_after_review_count, 0) as commits_after_review_count,
    coalesce(sessions.session_count, 0) as session_count,
    coalesce(sessions.priced_session_count, 0) as priced_session_count,
    sessions.list_cost_microusd,
    case
        when pull_requests.is_draft then null
        else coalesce(happened.ready_at, pull_requests.opened_at)
    end as ready_at,
    reviewed.first_reviewed_at,
    case
        -- An account of an agent or a branch that an agent named: nobody else began it.
        when pull_requests.agent_signal in ('author_number', 'author_login', 'branch')
            then 'agent_opened'
        when coalesce(pull_requests.agent, sessions.agent) is not null then 'agent_assisted'
        else 'manual'
    end as authorship,
    reverted.reverted_at
from pull_requests
left join accounts on pull_requests.author_number = accounts.account_number
left join teams on accounts.developer_key = teams.developer_key
left join reviewed on pull_requests.pull_request_key = reviewed.pull_request_key
left join happened on pull_requests.pull_request_key = happened.pull_request_key
left join checked on pull_requests.pull_request_key = checked.pull_request_key
left join reverted on pull_requests.pull_request_key = reverted.pull_request_key
left join sessions on pull_requests.pull_request_key = sessions.pull_request_key
left join commits on pull_requests.pull_request_key = commits.pull_request_key
