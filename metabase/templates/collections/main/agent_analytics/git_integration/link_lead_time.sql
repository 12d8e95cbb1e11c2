with {{snippet: periods}},

links as (
    select
        committed_date,
        developer_key,
        link_lead_seconds
    from marts.fct_git_commits
    where
        is_assisted
        and not is_superseded
        and link_lead_seconds is not null
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and session_key in (
            select fct_agent_sessions.session_key
            from marts.fct_agent_sessions
            inner join marts.dim_models
                on fct_agent_sessions.main_model_key = dim_models.model_key
            where {{model}}
        )]]
)

select
    periods.first_day as period_start,
    case
        when count(distinct links.developer_key) >= {{snippet: fewest_people}}
            then quantile_cont(links.link_lead_seconds, 0.5) / 60
    end as median_minutes
from periods
left join links on links.committed_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
