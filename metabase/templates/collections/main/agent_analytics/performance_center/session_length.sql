with sessions as (
    select
        fct_agent_sessions.agent,
        fct_agent_sessions.developer_key,
        fct_agent_sessions.duration_seconds,
        fct_agent_sessions.active_seconds,
        fct_agent_sessions.first_output_seconds
    from marts.fct_agent_sessions
    left join marts.dim_repositories
        on fct_agent_sessions.repository_key = dim_repositories.repository_key
    left join marts.dim_models
        on fct_agent_sessions.main_model_key = dim_models.model_key
    where
        true
        [[and {{date}}]]
        [[and {{team}}]]
        [[and {{agent}}]]
        [[and {{repository}}]]
        [[and {{model}}]]
),

totals as (
    select
        agent,
        count(*) as session_count,
        count(distinct developer_key) as people_count,
        quantile_cont(duration_seconds, 0.5) / 60 as p50_minutes,
        quantile_cont(duration_seconds, 0.9) / 60 as p90_minutes,
        quantile_cont(duration_seconds, 0.99) / 60 as p99_minutes,
        avg(duration_seconds) / 60 as mean_minutes,
        quantile_cont(active_seconds, 0.5) / 60 as p50_active_minutes,
        quantile_cont(first_output_seconds, 0.9) as p90_first_output_seconds
    from sessions
    group by agent
),

ranked as (
    select
        *,
        row_number() over (order by people_count, agent) as place,
        sum(people_count) over (order by people_count, agent) - people_count as smaller_people_count
    from totals
)

-- Hidden groups must hide each other, too: those too small stay five people together.
select
    agent,
    session_count,
    p50_minutes,
    p90_minutes,
    p99_minutes,
    mean_minutes,
    p50_active_minutes,
    p90_first_output_seconds
from ranked
where people_count >= 5 and (place = 1 or smaller_people_count >= 5)
order by session_count desc, agent
