with {{snippet: periods}},

bounds as (
    select
        max(first_day) as first_day,
        max(last_day) as last_day
    from periods
),

costs as (
    select
        dim_team_groups.team_group,
        periods.first_day = bounds.first_day as is_now,
        fct_agent_costs.cost_microusd
    from marts.fct_agent_costs
    inner join periods
        on fct_agent_costs.cost_date between periods.first_day and periods.last_day
    cross join bounds
    left join marts.dim_team_groups
        on fct_agent_costs.team is not distinct from dim_team_groups.team
    where
        fct_agent_costs.is_spend
        [[and {{team}}]]
        [[and fct_agent_costs.agent in (select agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
        [[and fct_agent_costs.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
),

spent as (
    select
        team_group,
        sum(cost_microusd) filter (where is_now) as cost_microusd,
        sum(cost_microusd) filter (where not is_now) as previous_cost_microusd
    from costs
    group by team_group
),

people as (
    select
        dim_team_groups.team_group,
        count(distinct fct_developer_activity.developer_key) as developer_count
    from marts.fct_developer_activity
    inner join bounds
        on fct_developer_activity.activity_date between bounds.first_day and bounds.last_day
    left join marts.dim_team_groups
        on fct_developer_activity.team is not distinct from dim_team_groups.team
    where
        fct_developer_activity.is_resolved
        [[and {{team}}]]
        [[and fct_developer_activity.agent in (select agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
    group by
        dim_team_groups.team_group
)

select
    spent.team_group,
    spent.cost_microusd / 1e6 as spend_usd,
    spent.cost_microusd / nullif(spent.previous_cost_microusd, 0) - 1 as spend_change_share,
    case when people.developer_count >= {{snippet: fewest_people}} then people.developer_count end as developer_count,
    case
        when people.developer_count >= {{snippet: fewest_people}} then spent.cost_microusd / 1e6 / people.developer_count
    end as cost_per_developer_usd
from spent
left join people
    on spent.team_group = people.team_group
where spent.cost_microusd is not null
order by spend_usd desc, spent.team_group asc
