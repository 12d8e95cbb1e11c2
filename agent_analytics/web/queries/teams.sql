-- Use and cost by team, in the period and in the one before. A person may show once by name and
-- once by machine, so the larger of the two counts is how many people there are at least.
select
    daily.usage_date >= $first_day as is_now,
    daily.team,
    count(distinct daily.developer_key) filter (where developers.is_resolved) as developer_count,
    greatest(
        count(distinct daily.developer_key) filter (where developers.is_resolved),
        count(distinct daily.developer_key) filter (where not developers.is_resolved)
    ) as people_count,
    sum(daily.request_count) as request_count,
    sum(daily.total_input_tokens + daily.output_tokens) as tokens,
    sum(daily.list_cost_microusd) as list_cost_microusd
from marts.fct_daily_agent_usage as daily
left join marts.dim_developers as developers
    on daily.developer_key = developers.developer_key
where daily.usage_date between $before_first_day and $last_day
group by is_now, daily.team
order by list_cost_microusd desc nulls last, daily.team asc
