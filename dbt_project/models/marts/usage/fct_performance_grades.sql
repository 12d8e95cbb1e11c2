{#- What is graded: how a better value compares, and what four, three, two and one point need. -#}
{%- set parts = {
    'success_share': ('>=', [0.98, 0.95, 0.9, 0.8]),
    'failed_call_share': ('<=', [0.02, 0.05, 0.1, 0.2]),
    'median_request_seconds': ('<=', [5, 10, 20, 40]),
    'rework_share': ('<=', [0.05, 0.1, 0.2, 0.4]),
} -%}
{%- set least = 30 -%}

with days as (
    select
        max(calendar_date) - 89 as first_date,
        max(calendar_date) as last_date
    from {{ ref('dim_dates') }}
    where is_in_data
),

sessions as (
    select
        sessions.agent,
        count(*) as session_count,
        count(distinct sessions.developer_key) as people_count,
        count(*) filter (where sessions.outcome = 'completed') as completed_count,
        count(*) filter (where sessions.outcome in ('completed', 'failed')) as ended_count
    from {{ ref('fct_agent_sessions') }} as sessions
    inner join days on sessions.started_date between days.first_date and days.last_date
    group by sessions.agent
),

tool_calls as (
    select
        tool_calls.agent,
        count(*) filter (where not tool_calls.is_success) as failed_count,
        count(tool_calls.is_success) as judged_count
    from {{ ref('fct_tool_calls') }} as tool_calls
    inner join days on tool_calls.called_date between days.first_date and days.last_date
    group by tool_calls.agent
),

requests as (
    select
        requests.agent,
        quantile_cont(requests.duration_ms, 0.5) / 1000 as median_seconds,
        count(requests.duration_ms) as timed_count
    from {{ ref('fct_agent_requests') }} as requests
    inner join days on requests.request_date between days.first_date and days.last_date
    group by requests.agent
),

merged as (
    select
        pull_requests.agent,
        count(*) filter (where pull_requests.is_reverted or pull_requests.reopened_count > 0)
            as reworked_count,
        count(*) as merged_count
    from {{ ref('fct_pull_requests') }} as pull_requests
    inner join days on pull_requests.merged_date between days.first_date and days.last_date
    group by pull_requests.agent
),

-- A part rests on enough cases, and all of them on enough people.
measured as (
    select
        sessions.agent,
        sessions.session_count,
        sessions.people_count,
        case
            when sessions.ended_count >= {{ least }}
                then sessions.completed_count / sessions.ended_count
        end as success_share,
        case
            when tool_calls.judged_count >= {{ least }}
                then tool_calls.failed_count / tool_calls.judged_count
        end as failed_call_share,
        case when requests.timed_count >= {{ least }} then requests.median_seconds end
            as median_request_seconds,
        case
            when merged.merged_count >= {{ least }} then merged.reworked_count / merged.merged_count
        end as rework_share
    from sessions
    left join tool_calls on sessions.agent = tool_calls.agent
    left join requests on sessions.agent = requests.agent
    left join merged on sessions.agent = merged.agent
),

pointed as (
    select
        *,
        [
            {% for part, (better, bounds) in parts.items() %}
                case
                    when {{ part }} is null then null
                    {% for bound in bounds %}
                        when {{ part }} {{ better }} {{ bound }} then {{ 4 - loop.index0 }}
                    {% endfor %}
                    else 0
                end{{ ',' if not loop.last }}
            {% endfor %}
        ] as points
    from measured
),

judged as (
    select
        *,
        list_count(points) as part_count,
        list_avg(points) as mean_points,
        case
            when people_count < {{ var('fewest_people') }} then 'too_few_people'
            when list_count(points) < 3 then 'too_few_observations'
        end as refusal
    from pointed
)

select
    {{ surrogate_key(['agent']) }} as performance_grade_key,
    judged.agent,
    case
        when judged.refusal is not null then null
        when judged.mean_points >= 3.5 then 'A'
        when judged.mean_points >= 2.5 then 'B'
        when judged.mean_points >= 1.5 then 'C'
        when judged.mean_points >= 0.5 then 'D'
        else 'F'
    end as grade,
    judged.refusal,
    case when judged.refusal is null then judged.mean_points end as mean_points,
    cast(judged.part_count as bigint) as part_count,
    judged.session_count,
    {% for part in parts %}
        case
            when judged.people_count >= {{ var('fewest_people') }} then judged.{{ part }}
        end as {{ part }},
    {% endfor %}
    days.first_date,
    days.last_date
from judged
cross join days
