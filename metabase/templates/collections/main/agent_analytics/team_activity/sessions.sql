with {{snippet: periods}},

sessions as (
    select started_date
    from marts.fct_agent_sessions
    where
        true
        {{snippet: team_agent_repository}}
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_day,
    count(sessions.started_date) as session_count
from periods
left join sessions
    on sessions.started_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
