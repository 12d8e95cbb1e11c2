-- The first and last day anything is known of: what agents did, and what was committed.
with usage as (
    select
        min(usage_date) as first_usage_date,
        max(usage_date) as last_usage_date
    from marts.fct_daily_agent_usage
),

sessions as (
    select
        min(started_date) as first_session_date,
        max(started_date) as last_session_date
    from marts.fct_agent_sessions
),

commits as (
    select
        min(committed_date) as first_commit_date,
        max(committed_date) as last_commit_date
    from marts.fct_git_commits
)

select
    least(usage.first_usage_date, sessions.first_session_date) as first_usage_date,
    greatest(usage.last_usage_date, sessions.last_session_date) as last_usage_date,
    commits.first_commit_date,
    commits.last_commit_date
from usage
cross join sessions
cross join commits
