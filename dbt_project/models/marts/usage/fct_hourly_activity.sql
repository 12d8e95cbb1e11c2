with happened as (
    select
        agent,
        team,
        repository_key,
        model_key,
        requested_at as happened_at,
        1 as request_count,
        0 as prompt_count
    from {{ ref('fct_agent_requests') }}
    union all by name
    select
        events.agent,
        sessions.team,
        sessions.repository_key,
        sessions.main_model_key as model_key,
        events.event_at as happened_at,
        0 as request_count,
        1 as prompt_count
    from {{ ref('fct_session_events') }} as events
    inner join {{ ref('fct_agent_sessions') }} as sessions
        on events.session_key = sessions.session_key
    where events.event_type = 'prompt'
),

placed as (
    select
        *,
        {{ local_date('happened_at') }} as activity_date,
        hour(timezone('{{ var("timezone") }}', happened_at)) as hour_of_day
    from happened
)

select
    -- ids
    {{ surrogate_key([
        'activity_date', 'hour_of_day', 'agent', 'team', 'repository_key',
        'model_key',
    ]) }} as hourly_activity_key,
    activity_date,
    hour_of_day,
    agent,
    team,
    repository_key,
    model_key,
    -- measures
    {{ total('prompt_count') }} as prompt_count,
    {{ total('request_count') }} as request_count
from placed
group by activity_date, hour_of_day, agent, team, repository_key, model_key
