with comparisons as (
    select
        *,
        case
            when refusal = 'too_few_weeks' then 'fewer than 8 weeks'
            when refusal = 'too_few_observations' then 'too few independent pairs'
            when refusal = 'no_variation' then 'nothing varied'
            when refusal is not null then replace(refusal, '_', ' ')
            -- Of fewer than five people nothing is told that is about people.
            when grain = 'developer' and unit_count < {{snippet: fewest_people}} then 'fewer than 5 people'
        end as reason
    from marts.fct_ai_outcome_association
),

told as (
    select
        case grain when 'developer' then 'developers' else 'teams' end as compared,
        replace(outcome, '_', ' ') as outcome,
        case lag_days when 0 then 'same week' else lag_days || ' days later' end as followed,
        method,
        case
            when reason is not null then 'not told: ' || reason
            when q_value > 0.1 then 'no more than chance'
            when estimate > 0 then 'goes up together'
            else 'one up, the other down'
        end as reading,
        case when reason is null then estimate end as estimate,
        case when reason is null then low_95 end as low_95,
        case when reason is null then high_95 end as high_95,
        case when reason is null then q_value end as q_value,
        case when grain = 'team' or unit_count >= {{snippet: fewest_people}} then unit_count end as unit_count,
        observation_count as pair_count,
        effective_count as effective_pairs
    from comparisons
    union all by name
    select 'not told: no week with sessions and deliveries' as reading
    where not exists (select 1 from comparisons)
)

select *
from told
order by compared asc, outcome asc, followed desc, method asc
