with grades as (
    select
        coalesce(dim_agents.display_name, grades.agent) as agent_name,
        grades.*
    from marts.fct_performance_grades as grades
    left join marts.dim_agents
        on grades.agent = dim_agents.agent
),

told as (
    select
        agent_name,
        case refusal
            when 'too_few_people' then 'not told: fewer than 5 people'
            when 'too_few_observations' then 'not told: fewer than 3 parts known'
            else grade
        end as reading,
        point_count / part_count as mean_points,
        completed_session_count / ended_session_count as success_share,
        failed_call_count / judged_call_count as failed_call_share,
        within_10_seconds_count / timed_request_count as within_10_seconds_share,
        reworked_pull_request_count / merged_pull_request_count as rework_share,
        session_count
    from grades
    union all by name
    select 'not told: no session in 90 days' as reading
    where not exists (select 1 from grades)
)

select *
from told
order by mean_points desc nulls last, agent_name asc
