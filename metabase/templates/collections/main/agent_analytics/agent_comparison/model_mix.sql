with {{snippet: whole_weeks}},

{{snippet: usage}},

ranked as (
    select
        model,
        row_number() over (order by sum(request_count) desc, model) as place
    from usage
    where model is not null
    group by model
),

named as (
    select
        cast(date_trunc('week', usage.usage_date) as date) as usage_week,
        usage.request_count,
        case when ranked.place <= 6 then usage.model else 'all others' end as model
    from usage
    left join ranked
        on usage.model = ranked.model
)

select
    usage_week,
    model,
    sum(request_count) as request_count
from named
group by usage_week, model
order by usage_week, model
