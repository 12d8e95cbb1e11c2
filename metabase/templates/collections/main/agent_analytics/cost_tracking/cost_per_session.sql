with {{snippet: periods}},

sessions as (
    select
        started_date,
        list_cost_microusd
    from marts.fct_agent_sessions
    where
        true
        {{snippet: team_agent_repository}}
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_day,
    sum(sessions.list_cost_microusd) / 1e6
    / nullif(count(sessions.list_cost_microusd), 0) as cost_per_session_usd
from periods
left join sessions
    on sessions.started_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
