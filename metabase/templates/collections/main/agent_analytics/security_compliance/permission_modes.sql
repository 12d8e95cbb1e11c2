with {{snippet: whole_weeks}},

calls as (
    select
        cast(date_trunc('week', called_date) as date) as week_start,
        coalesce(permission_mode, 'not said') as permission_mode
    from marts.fct_tool_calls
    where
        called_date between (select first_day from days) and (select last_day from days)
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and model_key in (select model_key from marts.dim_models where {{model}})]]
)

select
    week_start,
    permission_mode,
    count(*) as call_count
from calls
group by week_start, permission_mode
order by week_start, permission_mode
