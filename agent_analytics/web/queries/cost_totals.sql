-- Cost of the period and of the one before, by kind of cost.
select
    cost_date >= $first_day as is_now,
    cost_type,
    sum(cost_microusd) as cost_microusd,
    sum(costed_request_count) as costed_request_count,
    sum(request_count) as request_count
from marts.fct_agent_costs
where cost_date between $before_first_day and $last_day
group by is_now, cost_type
