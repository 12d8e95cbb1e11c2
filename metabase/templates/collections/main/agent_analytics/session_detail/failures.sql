with sessions as (
    select fct_agent_sessions.session_key
    from marts.fct_agent_sessions
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
        [[and {{session}}]]
),

failures as (
    select failures.*
    from marts.fct_agent_failures as failures
    inner join sessions on failures.session_key = sessions.session_key
)

select
    failed_at,
    session_id,
    left(session_id, 13) as short_session_id,
    failure_kind,
    replace(failure_type, '_', ' ') as reason,
    coalesce(tool_name, model) as tool_or_model,
    status_code,
    attempt
from failures
order by failed_at desc, failure_key asc
limit 200
