with chosen as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day,
        cast(max(calendar_date) - min(calendar_date) as integer) + 1 as day_count
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

periods as (
    select
        first_day,
        last_day
    from chosen
    union all
    select
        first_day - day_count as first_day,
        first_day - 1 as last_day
    from chosen
    where
        first_day - day_count >= (
            select min(dim_dates.calendar_date)
            from marts.dim_dates
            where dim_dates.is_in_data
        )
),

links as (
    select
        fct_git_commits.committed_date,
        fct_git_commits.developer_key,
        fct_git_commits.link_lead_seconds
    from marts.fct_git_commits
    left join marts.dim_repositories
        on fct_git_commits.repository_key = dim_repositories.repository_key
    left join marts.dim_developers
        on fct_git_commits.developer_key = dim_developers.developer_key
    left join marts.fct_agent_sessions
        on fct_git_commits.session_key = fct_agent_sessions.session_key
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    left join marts.dim_team_groups
        on dim_developers.team is not distinct from dim_team_groups.team
    where
        fct_git_commits.is_assisted
        and not fct_git_commits.is_superseded
        and fct_git_commits.link_lead_seconds is not null
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
)

select
    periods.first_day as period_start,
    case
        when count(distinct links.developer_key) >= 5
            then quantile_cont(links.link_lead_seconds, 0.5) / 60
    end as median_minutes
from periods
left join links on links.committed_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
