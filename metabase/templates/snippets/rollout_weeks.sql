-- Weeks around the start of the `effects` that a card chooses; without them, why there are none.
weeks as (
    select
        event_week,
        case
            when event_week > 0 then '+' || event_week
            when event_week < 0 then '−' || -event_week
            else '0'
        end as week_label,
        estimate,
        low_95,
        high_95
    from effects
    where event_week is not null and starter_count >= {{snippet: fewest_people}}
),

reasons as (
    select
        case
            when max(refusal) = 'too_few_weeks' then 'Not told: too few weeks'
            when max(refusal) = 'too_few_people' then 'Not told: fewer than 10 began after week 4'
            when max(refusal) = 'no_later_starters' then 'Not told: nobody began later'
            else 'Not told: no week with five who began'
        end as week_label
    from effects
),

drawn as (
    select * from weeks
    union all by name
    select * from reasons
    where not exists (select 1 from weeks)
)
