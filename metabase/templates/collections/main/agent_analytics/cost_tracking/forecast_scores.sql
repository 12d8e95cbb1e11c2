with tested as (
    select
        cost_type,
        max(refusal) as refusal,
        max(origin_count) as origin_count,
        max(relative_miss) as relative_miss
    from marts.fct_spend_forecast
    where scope = 'organisation'
    group by cost_type
),

held as (
    select
        cost_type,
        period,
        count(*) as judged_count,
        count(*) filter (where is_in_80_band) / count(*) as held_80_share,
        count(*) filter (where is_in_95_band) / count(*) as held_95_share,
        avg(abs(miss_microusd)) / 1e6 as mean_miss_usd
    from marts.fct_forecast_scores
    where scope = 'organisation'
    group by cost_type, period
),

told as (
    select
        tested.cost_type,
        case
            when held.period = 'next_1_days' then 'next day'
            when held.period is not null then replace(held.period, '_', ' ')
        end as forecast_period,
        case
            when tested.refusal is not null then 'not told: ' || replace(tested.refusal, '_', ' ')
            when held.period is null then 'not told: no forecast made here is over yet'
            when held.judged_count < 20 then 'few so far: shares still swing'
            when held.held_80_share < 0.7 then 'intervals were too narrow'
            when held.held_80_share > 0.9 then 'intervals were too wide'
            else 'intervals were as wide as they say'
        end as reading,
        coalesce(held.judged_count, 0) as judged_count,
        held.held_80_share,
        held.held_95_share,
        held.mean_miss_usd,
        tested.relative_miss,
        tested.origin_count
    from tested
    left join held on tested.cost_type = held.cost_type
    union all by name
    select 'not told: no cost is known' as reading
    where not exists (select 1 from tested)
)

select *
from told
order by cost_type <> 'spend', cost_type, forecast_period
