with odd_dates as (
    select distinct odd_date from {{ ref('int_anomalies') }}
),

daily_usage as (
    select
        usage_date,
        agent,
        model,
        team,
        list_cost_microusd,
        coalesce(total_input_tokens, 0) + coalesce(output_tokens, 0) as tokens
    from {{ ref('fct_daily_agent_usage') }}
),

members as (
    {% for dimension in ['agent', 'model', 'team'] %}
        select
            usage_date,
            '{{ dimension }}' as dimension,
            {{ dimension }} as member,
            list_cost_microusd,
            tokens
        from daily_usage
        {{ 'union all by name' if not loop.last }}
    {% endfor %}
),

compared as (
    select
        odd_dates.odd_date,
        members.dimension,
        members.member,
        members.usage_date = odd_dates.odd_date as is_odd,
        members.list_cost_microusd,
        members.tokens
    from odd_dates
    inner join members
        on
            members.usage_date in (
                odd_dates.odd_date,
                odd_dates.odd_date - 7,
                odd_dates.odd_date - 14,
                odd_dates.odd_date - 21,
                odd_dates.odd_date - 28
            )
)

select
    {{ surrogate_key(['odd_date', 'dimension', 'member']) }} as anomaly_mover_key,
    dimension,
    member,
    cast(coalesce(sum(list_cost_microusd) filter (where is_odd), 0) as bigint) as cost_microusd,
    cast(coalesce(sum(list_cost_microusd) filter (where not is_odd), 0) / 4 as bigint)
        as usual_cost_microusd,
    cast(coalesce(sum(tokens) filter (where is_odd), 0) as bigint) as tokens,
    cast(coalesce(sum(tokens) filter (where not is_odd), 0) / 4 as bigint) as usual_tokens,
    odd_date
from compared
group by odd_date, dimension, member
