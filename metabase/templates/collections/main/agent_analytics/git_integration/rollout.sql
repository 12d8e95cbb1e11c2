with effects as (
    select
        *,
        case
            when refusal = 'too_few_weeks' then 'too few weeks'
            when refusal = 'too_few_people' then 'fewer than 10 began after week 4'
            when refusal = 'no_later_starters' then 'nobody began later'
            when refusal = 'too_few_controls' then 'fewer than 4 teams to compare with'
            when refusal = 'pre_trend' then 'they had parted before the start'
            when refusal is not null then replace(refusal, '_', ' ')
        end as reason,
        case method
            when 'synthetic_control' then 'teams that followed it'
            else 'later starters'
        end as held_against
    from marts.fct_rollout_effect
    where event_week is null
),

told as (
    select
        case grain when 'developer' then 'developers' else 'teams' end as compared,
        replace(outcome, '_', ' ') || ' a week' as outcome,
        case
            when reason is not null then 'not told: ' || reason
            when low_95 > 0 then 'more than ' || held_against
            when high_95 < 0 then 'fewer than ' || held_against
            else 'no difference seen'
        end as reading,
        case method
            when 'synthetic_control' then 'synthetic control'
            when 'not_yet_started_controls' then 'differences in differences'
        end as method,
        estimate,
        low_95,
        high_95,
        case
            when pre_trend_p is null then 'not tested'
            when refusal = 'pre_trend' then 'parted before the start'
            else 'none seen'
        end as pre_trend,
        pre_trend_p,
        placebo,
        placebo_p,
        -- Numbers of people below five are not told, those of teams are.
        case when grain = 'team' or unit_count >= {{snippet: fewest_people}} then unit_count end as unit_count,
        case when grain = 'team' or starter_count >= {{snippet: fewest_people}} then starter_count end as starter_count,
        case when grain = 'team' or control_count >= {{snippet: fewest_people}} then control_count end as control_count
    from effects
    union all by name
    select 'not told: no week with sessions and deliveries' as reading
    where not exists (select 1 from effects)
)

select *
from told
order by compared, outcome
