with {{snippet: whole_weeks}},

reported as (
    select
        cast(date_trunc('week', fct_copilot_usage_daily.usage_date) as date) as usage_week,
        fct_copilot_usage_daily.interaction_count,
        fct_copilot_usage_daily.generation_count,
        fct_copilot_usage_daily.acceptance_count
    from marts.fct_copilot_usage_daily
    inner join days
        on fct_copilot_usage_daily.usage_date between days.first_day and days.last_day
    where
        true
        {{snippet: team}}
),

{{snippet: series_breaks}}

select
    usage_week,
    sum(interaction_count) as interaction_count,
    sum(generation_count) as generation_count,
    sum(acceptance_count) as acceptance_count,
    (
        select string_agg(breaks.what, '; ' order by breaks.break_date, breaks.what)
        from breaks
        where breaks.series = 'copilot_usage_metrics' and date_trunc('week', breaks.break_date) = reported.usage_week
    ) as series_break
from reported
group by usage_week
order by usage_week
