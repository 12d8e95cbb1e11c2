with {{snippet: periods}},

costs as (
    select
        cost_date,
        cost_microusd
    from marts.fct_agent_costs
    where
        is_spend
        {{snippet: team_agent_repository}}
),

{{snippet: active_people}},

spent as (
    select
        periods.first_day,
        sum(costs.cost_microusd) as cost_microusd
    from periods
    left join costs
        on costs.cost_date between periods.first_day and periods.last_day
    group by periods.first_day
),

counted as (
    select
        periods.first_day,
        count(distinct people.developer_key) as developer_count
    from periods
    left join people
        on people.activity_date between periods.first_day and periods.last_day
    group by periods.first_day
)

select
    spent.first_day as period_day,
    case
        when counted.developer_count >= {{snippet: fewest_people}}
            then spent.cost_microusd / 1e6 / counted.developer_count
    end as cost_per_developer_usd
from spent
inner join counted
    on spent.first_day = counted.first_day
order by spent.first_day
