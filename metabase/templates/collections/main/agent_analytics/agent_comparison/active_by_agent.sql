with {{snippet: whole_weeks}},

people as (
    select
        cast(date_trunc('week', fct_developer_activity.activity_date) as date) as usage_week,
        coalesce(dim_agents.display_name, fct_developer_activity.agent) as agent_name,
        fct_developer_activity.developer_key
    from marts.fct_developer_activity
    inner join days
        on fct_developer_activity.activity_date between days.first_day and days.last_day
    left join marts.dim_agents
        on fct_developer_activity.agent = dim_agents.agent
    where
        fct_developer_activity.is_resolved
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
),

{{snippet: series_breaks}}

select
    usage_week,
    agent_name,
    count(distinct developer_key) as developer_count,
    (
        select string_agg(breaks.what, '; ' order by breaks.break_date, breaks.what)
        from breaks
        where breaks.series = 'copilot_usage_metrics' and date_trunc('week', breaks.break_date) = people.usage_week
    ) as series_break
from people
group by usage_week, agent_name
having count(distinct developer_key) >= {{snippet: fewest_people}}
order by usage_week, agent_name
