with {{snippet: days}},

known as (
    select count(*) as day_count
    from marts.dim_dates
    where is_in_data
),

members as (
    select
        fct_anomaly_movers.odd_date,
        fct_anomaly_movers.dimension,
        case fct_anomaly_movers.dimension
            when 'agent' then coalesce(dim_agents.display_name, fct_anomaly_movers.member)
            when 'team' then coalesce(dim_team_groups.team_group, 'No team')
            else coalesce(fct_anomaly_movers.member, 'unknown model')
        end as member,
        fct_anomaly_movers.cost_microusd,
        fct_anomaly_movers.usual_cost_microusd,
        fct_anomaly_movers.tokens,
        fct_anomaly_movers.usual_tokens
    from marts.fct_anomaly_movers
    inner join days
        on fct_anomaly_movers.odd_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_anomaly_movers.member = dim_agents.agent
    left join marts.dim_team_groups
        on fct_anomaly_movers.member is not distinct from dim_team_groups.team
),

moved as (
    select
        odd_date,
        dimension,
        member,
        sum(cost_microusd) / 1e6 as cost_usd,
        sum(usual_cost_microusd) / 1e6 as usual_cost_usd,
        sum(cost_microusd - usual_cost_microusd) / 1e6 as change_usd,
        sum(tokens) as tokens,
        sum(usual_tokens) as usual_tokens
    from members
    group by odd_date, dimension, member
),

ranked as (
    select
        *,
        row_number() over (
            partition by odd_date, dimension
            order by abs(change_usd) desc, abs(tokens - usual_tokens) desc, member asc
        ) as place
    from moved
),

told as (
    select * from ranked
    where place <= 3
    union all by name
    select
        case
            when day_count < 29 then 'not told: fewer than 29 days of data'
            else 'no odd day in this period'
        end as member
    from known
    where not exists (select 1 from moved)
)

select
    odd_date,
    dimension,
    member,
    cost_usd,
    usual_cost_usd,
    change_usd,
    tokens,
    usual_tokens
from told
order by odd_date desc, dimension asc, place asc
