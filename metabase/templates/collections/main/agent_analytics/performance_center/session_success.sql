with {{snippet: periods}},

sessions as (
    select
        started_date,
        {{snippet: known_person}} as developer_key,
        outcome
    from marts.fct_agent_sessions
    where
        true
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_start,
    case
        when count(distinct sessions.developer_key) >= {{snippet: fewest_people}}
            then
                count(*) filter (where sessions.outcome = 'completed')
                / count(sessions.started_date)
    end as completed_share
from periods
left join sessions on sessions.started_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
