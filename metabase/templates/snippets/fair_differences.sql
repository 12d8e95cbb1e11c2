-- What `compared` members show beside a reference for comparable work, in the units of the cards.
named as (
    select
        shown_member as member,
        shown_reference as reference,
        case outcome
            when 'success' then 'completed, of 100 sessions'
            when 'cost_microusd' then 'list cost, USD a session'
            when 'error_count' then 'errors a session'
            else 'active minutes a session'
        end as outcome,
        list_position(['success', 'cost_microusd', 'error_count'], outcome) as place,
        case
            when refusal is not null then 'not told: too little work in common'
            when low_95 > 0 then 'more'
            when high_95 < 0 then 'less'
            else 'no difference seen'
        end as reading,
        estimate * scale as difference,
        low_95 * scale as low_95,
        high_95 * scale as high_95,
        case when refusal is null then raw_difference * scale end as raw_difference,
        session_count,
        compared_count,
        case when effective_count >= {{snippet: fewest_people}} then effective_count end as effective_people
    from (
        select
            *,
            case outcome
                when 'success' then 100
                when 'cost_microusd' then 1e-6
                when 'active_seconds' then 1 / 60
                else 1
            end as scale
        from compared
    )
    union all by name
    select 'not told: fewer than two were used' as reading
    where not exists (select 1 from compared)
)

select
    member,
    reference,
    outcome,
    reading,
    difference,
    low_95,
    high_95,
    raw_difference,
    session_count,
    compared_count,
    effective_people
from named
order by place asc nulls last, difference desc nulls last, member asc
