with calls as (
    select
        cast(date_trunc('week', fct_tool_calls.called_date) as date) as week_start,
        coalesce(fct_tool_calls.permission_mode, 'not said') as permission_mode
    from marts.fct_tool_calls
    left join marts.dim_repositories
        on fct_tool_calls.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_tool_calls.model_key = dim_models.model_key
    left join marts.dim_team_groups
        on fct_tool_calls.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    week_start,
    permission_mode,
    count(*) as call_count
from calls
group by week_start, permission_mode
order by week_start, permission_mode
