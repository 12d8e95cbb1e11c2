with {{snippet: days}},

{{snippet: spend}},

named as (
    select
        costs.cost_microusd,
        case
            when costs.cost_type = 'list' then 'Tokens at list price'
            when costs.billed_for = 'seat' then 'Seats, billed'
            when costs.billed_for = 'ai_credits' then 'Credits, billed'
            else 'Other, billed'
        end as paid_for
    from costs
    inner join days
        on costs.cost_date between days.first_day and days.last_day
)

select
    paid_for,
    sum(cost_microusd) / 1e6 as spend_usd
from named
group by paid_for
having sum(cost_microusd) is not null
order by spend_usd desc, paid_for asc
