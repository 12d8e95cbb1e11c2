with denials as (
    select
        coalesce(tool_name, 'unknown') as tool_name,
        failure_type
    from marts.fct_agent_failures
    where
        failure_kind = 'denied'
        [[and {{date}}]]
        {{snippet: team}}
        [[and {{agent}}]]
        {{snippet: repository}}
        [[and {{model}}]]
),

tools as (
    select
        tool_name,
        row_number() over (order by count(*) desc, tool_name asc) as place
    from denials
    group by tool_name
),

named as (
    select
        tool_name,
        case when place <= 10 then tool_name else 'all others' end as shown_as,
        least(place, 11) as shown_at
    from tools
)

select
    named.shown_as as tool_name,
    count(*) filter (where denials.failure_type = 'by_person') as by_person_count,
    count(*) filter (where denials.failure_type = 'by_rule') as by_rule_count,
    count(*) filter (where denials.failure_type = 'by_hook') as by_hook_count,
    count(*) filter (where denials.failure_type = 'by_classifier') as by_classifier_count,
    count(*) filter (where denials.failure_type in ('cancelled', 'other')) as otherwise_count
from denials
inner join named on denials.tool_name = named.tool_name
group by named.shown_as, named.shown_at
order by named.shown_at
