with {{snippet: days}},

-- What a budget has spent reaches to the newest data, however early the chosen days end.
newest as (
    select max(calendar_date) as newest_day
    from marts.dim_dates
    where is_in_data
),

states as (
    select
        fct_budget_status.*,
        least(newest.newest_day + 1, fct_budget_status.period_end_date)
        - fct_budget_status.period_start_date as elapsed_days
    from marts.fct_budget_status
    inner join days
        on
            days.last_day >= fct_budget_status.period_start_date
            and days.last_day < fct_budget_status.period_end_date
    cross join newest
    where fct_budget_status.scope != 'developer'
),

paced as (
    select
        *,
        elapsed_days * budget_microusd / nullif(spent_microusd, 0) as lasting_days
    from states
)

select
    budget_name,
    cost_type,
    budget_microusd / 1e6 as budget_usd,
    spent_microusd / 1e6 as spent_usd,
    spent_microusd / nullif(budget_microusd, 0) as used_share,
    case
        when lasting_days < period_end_date - period_start_date
            then period_start_date + cast(ceil(lasting_days) as integer) - 1
    end as spent_date
from paced
order by used_share desc nulls last, budget_name asc
