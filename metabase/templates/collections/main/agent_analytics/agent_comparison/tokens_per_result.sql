with {{snippet: days}},

{{snippet: agent_sessions}},

edited as (
    select
        *,
        input_tokens + cache_write_tokens + cache_read_tokens + output_tokens as tokens
    from sessions
    where accepted_edit_count > 0
)

select
    agent_name,
    sum(tokens) / sum(accepted_edit_count) filter (where tokens is not null) as tokens_per_edit,
    sum(list_cost_microusd) / 1e6
    / sum(accepted_edit_count) filter (where list_cost_microusd is not null) as cost_per_edit_usd,
    sum(tokens) filter (where lines_added > 0)
    / sum(lines_added) filter (where tokens is not null and lines_added > 0) as tokens_per_line,
    sum(tokens) filter (where commit_count > 0)
    / sum(commit_count) filter (where tokens is not null and commit_count > 0) as tokens_per_commit
from edited
group by agent_name
having count(distinct developer_key) >= {{snippet: fewest_people}}
order by cost_per_edit_usd nulls last, agent_name
