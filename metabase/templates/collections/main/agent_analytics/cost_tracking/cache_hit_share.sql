with {{snippet: whole_weeks}},

{{snippet: usage}}

select
    cast(date_trunc('week', usage.usage_date) as date) as usage_week,
    coalesce(dim_agents.display_name, usage.agent) as agent_name,
    sum(usage.cache_read_tokens) / nullif(
        sum(usage.total_input_tokens) filter (where usage.cache_read_tokens is not null), 0
    ) as cache_hit_share
from usage
left join marts.dim_agents
    on usage.agent = dim_agents.agent
group by usage_week, agent_name
having sum(usage.total_input_tokens) > 0
order by usage_week, agent_name
