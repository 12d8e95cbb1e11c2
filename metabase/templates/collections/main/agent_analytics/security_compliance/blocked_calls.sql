with {{snippet: periods}},

calls as (
    select
        called_date,
        is_accepted
    from marts.fct_tool_calls
    where
        is_accepted is not null
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    periods.first_day as period_start,
    count(*) filter (where not calls.is_accepted)
    / nullif(count(calls.called_date), 0) as denied_share
from periods
left join calls on calls.called_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
