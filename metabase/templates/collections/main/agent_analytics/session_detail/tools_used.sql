with {{snippet: sessions}},

tools as (
    select
        coalesce(calls.tool_name, 'unknown') as tool_name,
        count(*) as call_count,
        count(*) filter (where calls.is_success) as succeeded_count,
        count(*) filter (where not calls.is_success) as failed_count,
        count(*) filter (where calls.is_success is null and not calls.is_accepted) as denied_count,
        count(*) filter (
            where calls.is_success is null and coalesce(calls.is_accepted, true)
        ) as open_count
    from marts.fct_tool_calls as calls
    where calls.session_key in (select sessions.session_key from sessions)
    group by 1
),

ranked as (
    select
        *,
        row_number() over (order by call_count desc, tool_name asc) as place
    from tools
)

select
    case when place <= 10 then tool_name else 'all others' end as tool_name,
    sum(succeeded_count)::bigint as succeeded_count,
    sum(failed_count)::bigint as failed_count,
    sum(denied_count)::bigint as denied_count,
    sum(open_count)::bigint as open_count
from ranked
group by 1, least(place, 11)
order by least(place, 11)
