with units as (
    select * from {{ ref('int_team_months__saved') }}
),

assumptions as (
    select * from {{ ref('dim_roi_assumptions') }}
),

costs as (
    select
        cast(date_trunc('month', cost_date) as date) as usage_month,
        team,
        sum(cost_microusd) as list_cost_microusd,
        sum(request_count) as request_count,
        sum(costed_request_count) as priced_request_count
    from {{ ref('fct_agent_costs') }}
    where cost_type = 'list'
    group by date_trunc('month', cost_date), team
),

-- A team's own assumption goes before that for all teams.
assumed as (
    select
        units.*,
        coalesce(own_hours.assumption_key, all_hours.assumption_key) as hours_assumption_key,
        coalesce(own_rate.assumption_key, all_rate.assumption_key) as rate_assumption_key,
        coalesce(own_hours.low, all_hours.low) as low_hours,
        coalesce(own_rate.low, all_rate.low) as low_rate,
        coalesce(own_hours.mid, all_hours.mid) as mid_hours,
        coalesce(own_rate.mid, all_rate.mid) as mid_rate,
        coalesce(own_hours.high, all_hours.high) as high_hours,
        coalesce(own_rate.high, all_rate.high) as high_rate
    from units
    left join assumptions as own_hours
        on units.assumption = own_hours.assumption and units.team = own_hours.team
    left join assumptions as all_hours
        on units.assumption = all_hours.assumption and all_hours.team is null
    left join assumptions as own_rate
        on own_rate.assumption = 'hourly_rate_usd' and units.team = own_rate.team
    left join assumptions as all_rate
        on all_rate.assumption = 'hourly_rate_usd' and all_rate.team is null
),

estimates as (
    {% for estimate in ('low', 'mid', 'high') %}
        select
            *,
            '{{ estimate }}' as estimate,
            cast(unit_count * {{ estimate }}_hours as decimal(28, 9)) as hours_saved,
            cast({{ estimate }}_rate * 1000000 as decimal(18, 2)) as microusd_per_hour
        from assumed
        where {{ estimate }}_hours is not null
        {{ "union all" if not loop.last }}
    {% endfor %}
),

-- DuckDB multiplies two decimals of up to 18 digits within 18 digits: hours are cast wider.
valued as (
    select
        estimates.*,
        {{ half_even('cast(hours_saved as decimal(20, 6)) * microusd_per_hour') }}
            as value_microusd,
        coalesce(costs.request_count, 0) as request_count,
        coalesce(costs.priced_request_count, 0) as priced_request_count,
        case
            when costs.request_count is null then 0
            else costs.list_cost_microusd
        end as list_cost_microusd
    from estimates
    left join costs
        on
            estimates.usage_month = costs.usage_month
            and estimates.team is not distinct from costs.team
)

select
    {{ surrogate_key(['usage_month', 'team', 'saving_model', 'estimate']) }} as roi_key,
    usage_month,
    team,
    saving_model,
    estimate,
    hours_assumption_key,
    rate_assumption_key,
    cast(unit_count as bigint) as unit_count,
    hours_saved,
    value_microusd,
    cast(list_cost_microusd as bigint) as list_cost_microusd,
    cast(value_microusd - list_cost_microusd as bigint) as net_value_microusd,
    cast(priced_request_count as bigint) as priced_request_count,
    cast(request_count as bigint) as request_count
from valued
