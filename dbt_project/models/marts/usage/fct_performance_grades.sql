{#- What is graded: what counts, of which cases, how better compares, what 4 to 1 points need. -#}
{%- set parts = [
    (['completed_session_count'] * 4, 'ended_session_count', '>=', [0.98, 0.95, 0.9, 0.8]),
    (['failed_call_count'] * 4, 'judged_call_count', '<=', [0.02, 0.05, 0.1, 0.2]),
    (
        ['within_5_seconds_count', 'within_10_seconds_count', 'within_20_seconds_count',
         'within_40_seconds_count'],
        'timed_request_count', '>=', [0.5] * 4,
    ),
    (['reworked_pull_request_count'] * 4, 'merged_pull_request_count', '<=', [0.05, 0.1, 0.2, 0.4]),
] -%}
{%- set measures = [] -%}
{%- for counted, cases, _, _ in parts -%}
    {%- for measure in (counted | unique | list) + [cases] -%}
        {%- do measures.append((measure, cases)) -%}
    {%- endfor -%}
{%- endfor -%}
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
        count(*) filter (where sessions.outcome = 'completed') as completed_session_count,
        count(*) filter (where sessions.outcome in ('completed', 'failed')) as ended_session_count
    from {{ ref('fct_agent_sessions') }} as sessions
    inner join days on sessions.started_date between days.first_date and days.last_date
    group by sessions.agent
),

tool_calls as (
    select
        tool_calls.agent,
        count(*) filter (where not tool_calls.is_success) as failed_call_count,
        count(tool_calls.is_success) as judged_call_count
    from {{ ref('fct_tool_calls') }} as tool_calls
    inner join days on tool_calls.called_date between days.first_date and days.last_date
    group by tool_calls.agent
),

requests as (
    select
        requests.agent,
        {% for seconds in [5, 10, 20, 40] %}
            count(*) filter (where requests.duration_ms <= {{ seconds }}000)
                as within_{{ seconds }}_seconds_count,
        {% endfor %}
        count(requests.duration_ms) as timed_request_count
    from {{ ref('fct_agent_requests') }} as requests
    inner join days on requests.request_date between days.first_date and days.last_date
    group by requests.agent
),

merged as (
    select
        pull_requests.agent,
        count(*) filter (where pull_requests.is_reverted or pull_requests.reopened_count > 0)
            as reworked_pull_request_count,
        count(*) as merged_pull_request_count
    from {{ ref('fct_pull_requests') }} as pull_requests
    inner join days on pull_requests.merged_date between days.first_date and days.last_date
    group by pull_requests.agent
),

-- A part rests on enough cases, and all of them on enough people.
measured as (
    select
        {% for measure, cases in measures %}
            case when {{ cases }} >= {{ least }} then {{ measure }} end as {{ measure }},
        {% endfor %}
        sessions.agent,
        sessions.session_count,
        sessions.people_count
    from sessions
    left join tool_calls on sessions.agent = tool_calls.agent
    left join requests on sessions.agent = requests.agent
    left join merged on sessions.agent = merged.agent
),

pointed as (
    select
        *,
        [
            {% for counted, cases, better, bounds in parts %}
                case
                    when {{ cases }} is null then null
                    {% for bound in bounds %}
                        when {{ counted[loop.index0] }} {{ better }} {{ bound }} * {{ cases }}
                            then {{ 4 - loop.index0 }}
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
        list_sum(points) as point_count,
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
    case when judged.refusal is null then cast(judged.point_count as bigint) end as point_count,
    cast(judged.part_count as bigint) as part_count,
    judged.session_count,
    {% for measure, _ in measures %}
        case
            when judged.people_count >= {{ var('fewest_people') }} then judged.{{ measure }}
        end as {{ measure }},
    {% endfor %}
    days.first_date,
    days.last_date
from judged
cross join days
