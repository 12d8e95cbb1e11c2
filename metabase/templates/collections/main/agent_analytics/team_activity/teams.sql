with {{snippet: days}},

people as (
    select
        dim_team_groups.team_group,
        count(distinct fct_developer_activity.developer_key) as developer_count
    from marts.fct_developer_activity
    inner join days
        on fct_developer_activity.activity_date between days.first_day and days.last_day
    left join marts.dim_team_groups
        on fct_developer_activity.team is not distinct from dim_team_groups.team
    where
        fct_developer_activity.is_resolved
        [[and {{team}}]]
        [[and fct_developer_activity.agent in (select agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
    group by
        dim_team_groups.team_group
),

sessions as (
    select
        dim_team_groups.team_group,
        count(*) as session_count,
        sum(
            coalesce(fct_agent_sessions.lines_added, 0)
            + coalesce(fct_agent_sessions.lines_removed, 0)
        ) filter (
            where coalesce(fct_agent_sessions.lines_added, fct_agent_sessions.lines_removed) is not null
        ) as line_count
    from marts.fct_agent_sessions
    inner join days
        on fct_agent_sessions.started_date between days.first_day and days.last_day
    left join marts.dim_team_groups
        on fct_agent_sessions.team is not distinct from dim_team_groups.team
    where
        true
        [[and {{team}}]]
        [[and fct_agent_sessions.agent in (select agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
    group by
        dim_team_groups.team_group
),

costs as (
    select
        dim_team_groups.team_group,
        sum(fct_agent_costs.cost_microusd) as cost_microusd
    from marts.fct_agent_costs
    inner join days
        on fct_agent_costs.cost_date between days.first_day and days.last_day
    left join marts.dim_team_groups
        on fct_agent_costs.team is not distinct from dim_team_groups.team
    where
        fct_agent_costs.is_spend
        [[and {{team}}]]
        [[and fct_agent_costs.agent in (select agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
    group by
        dim_team_groups.team_group
),

-- A team may work where nothing has a price, and pay where nobody works.
teams as (
    select team_group from people
    union
    select team_group from sessions
    union
    select team_group from costs
)

select
    teams.team_group,
    case when people.developer_count >= {{snippet: fewest_people}} then people.developer_count end as developer_count,
    sessions.session_count,
    case
        when people.developer_count >= {{snippet: fewest_people}}
            then
                sessions.session_count * 7
                / (people.developer_count * (days.last_day - days.first_day + 1))
    end as weekly_sessions,
    sessions.line_count,
    costs.cost_microusd / 1e6 as spend_usd,
    case
        when people.developer_count >= {{snippet: fewest_people}} then costs.cost_microusd / 1e6 / people.developer_count
    end as cost_per_developer_usd
from teams
cross join days
left join people
    on teams.team_group = people.team_group
left join sessions
    on teams.team_group = sessions.team_group
left join costs
    on teams.team_group = costs.team_group
order by sessions.session_count desc nulls last, teams.team_group asc
