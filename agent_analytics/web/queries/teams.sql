-- Use and cost by team, in the period and in the one before; people are distinct.
select
    usage_date >= $first_day as is_now,
    team,
    count(distinct developer_key) as developer_count,
    sum(request_count) as request_count,
    sum(total_input_tokens + output_tokens) as tokens,
    sum(list_cost_microusd) as list_cost_microusd
from marts.fct_daily_agent_usage
where usage_date between $before_first_day and $last_day
group by is_now, team
order by list_cost_microusd desc nulls last, team asc
