with {{snippet: months}},

costs as (
    select
        cast(date_trunc('month', fct_agent_costs.cost_date) as date) as cost_month,
        replace(coalesce(fct_agent_costs.billed_for, 'other'), 'ai_', '') as billed_for,
        fct_agent_costs.cost_microusd
    from marts.fct_agent_costs
    inner join months
        on fct_agent_costs.cost_date between months.first_month and months.last_day
    where
        fct_agent_costs.cost_type = 'billed'
        {{snippet: team}}
        [[and fct_agent_costs.agent in (select agent from marts.dim_agents where {{agent}})]]
),

{{snippet: series_breaks}}

select
    cost_month,
    billed_for,
    sum(cost_microusd) / 1e6 as billed_usd,
    (
        select string_agg(breaks.what, '; ' order by breaks.break_date, breaks.what)
        from breaks
        where breaks.series = 'copilot_billing' and date_trunc('month', breaks.break_date) = costs.cost_month
    ) as series_break
from costs
group by cost_month, billed_for
order by cost_month, billed_for
