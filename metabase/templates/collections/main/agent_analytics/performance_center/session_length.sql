with sessions as (
    select
        agent,
        {{snippet: known_person}} as developer_key,
        duration_seconds,
        active_seconds,
        first_output_seconds
    from marts.fct_agent_sessions
    where
        true
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and main_model_key in (select model_key from marts.dim_models where {{model}})]]
),

people as (
    select
        agent,
        count(distinct developer_key) as people_count
    from sessions
    group by agent
),

ranked as (
    select
        *,
        row_number() over (order by people_count, agent) as place,
        sum(people_count) over (order by people_count, agent) - people_count as smaller_count
    from people
),

-- Figures of few people are shown together; a single small group could be told by subtraction.
named as (
    select
        agent,
        case
            when
                people_count >= {{snippet: fewest_people}}
                and (place = 1 or smaller_count >= {{snippet: fewest_people}})
                then agent
        end as shown_as
    from ranked
)

select
    named.shown_as as agent,
    coalesce(dim_agents.display_name, named.shown_as, 'other agents') as agent_name,
    count(*) as session_count,
    quantile_cont(sessions.duration_seconds, 0.5) / 60 as p50_minutes,
    quantile_cont(sessions.duration_seconds, 0.9) / 60 as p90_minutes,
    quantile_cont(sessions.duration_seconds, 0.99) / 60 as p99_minutes,
    avg(sessions.duration_seconds) / 60 as mean_minutes,
    quantile_cont(sessions.active_seconds, 0.5) / 60 as p50_active_minutes,
    quantile_cont(sessions.first_output_seconds, 0.9) as p90_first_output_seconds
from sessions
inner join named on sessions.agent = named.agent
left join marts.dim_agents on named.shown_as = dim_agents.agent
group by named.shown_as, dim_agents.display_name
having count(distinct sessions.developer_key) >= {{snippet: fewest_people}}
order by session_count desc, agent_name asc
limit 50
