with {{snippet: periods}},

sessions as (
    select
        started_date,
        {{snippet: known_person}} as developer_key,
        first_output_seconds
    from marts.fct_agent_sessions
    where
        first_output_seconds is not null
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_start,
    case
        when count(distinct sessions.developer_key) >= {{snippet: fewest_people}}
            then quantile_cont(sessions.first_output_seconds, 0.5)
    end as median_seconds
from periods
left join sessions on sessions.started_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
