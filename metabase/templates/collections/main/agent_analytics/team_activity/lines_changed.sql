with {{snippet: periods}},

sessions as (
    select
        started_date,
        coalesce(lines_added, 0)
        + coalesce(lines_removed, 0) as lines_changed
    from marts.fct_agent_sessions
    where
        coalesce(lines_added, lines_removed) is not null
        {{snippet: team_agent_repository}}
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_day,
    sum(sessions.lines_changed) as line_count
from periods
left join sessions
    on sessions.started_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
