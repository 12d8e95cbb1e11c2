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

calls as (
    select
        coalesce(calls.tool_name, 'unknown') as tool_name,
        calls.is_success,
        calls.is_accepted
    from marts.fct_tool_calls as calls
    inner join sessions on calls.session_key = sessions.session_key
),

tools as (
    select
        tool_name,
        row_number() over (order by count(*) desc, tool_name asc) as place
    from calls
    group by tool_name
),

named as (
    select
        tool_name,
        case when place <= 10 then tool_name else 'all others' end as shown_as,
        least(place, 11) as shown_at
    from tools
)

select
    named.shown_as as tool_name,
    count(*) filter (where calls.is_success) as succeeded_count,
    count(*) filter (where not calls.is_success) as failed_count,
    count(*) filter (where calls.is_success is null and not calls.is_accepted) as denied_count,
    count(*) filter (
        where calls.is_success is null and coalesce(calls.is_accepted, true)
    ) as open_count
from calls
inner join named on calls.tool_name = named.tool_name
group by named.shown_as, named.shown_at
order by named.shown_at
