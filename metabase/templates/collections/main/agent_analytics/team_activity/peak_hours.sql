with {{snippet: days}},

{{snippet: usage}},

-- Hours of fewer people than these would be somebody's day.
people as (
    select count(distinct {{snippet: known_person}}) as people_count
    from usage
),

hours as (
    select
        fct_hourly_activity.activity_date,
        fct_hourly_activity.hour_of_day,
        fct_hourly_activity.prompt_count
    from marts.fct_hourly_activity
    inner join days
        on fct_hourly_activity.activity_date between days.first_day and days.last_day
    where
        true
        {{snippet: team}}
        [[and fct_hourly_activity.agent in (select agent from marts.dim_agents where {{agent}})]]
        {{snippet: repository}}
        [[and fct_hourly_activity.model_key in (
            select model_key from marts.dim_models where {{model}}
        )]]
)

select
    dim_dates.weekday_name as weekday,
    coalesce(sum(hours.prompt_count) filter (where hours.hour_of_day // 3 = 0), 0)
        as from_00_to_03,
    coalesce(sum(hours.prompt_count) filter (where hours.hour_of_day // 3 = 1), 0)
        as from_03_to_06,
    coalesce(sum(hours.prompt_count) filter (where hours.hour_of_day // 3 = 2), 0)
        as from_06_to_09,
    coalesce(sum(hours.prompt_count) filter (where hours.hour_of_day // 3 = 3), 0)
        as from_09_to_12,
    coalesce(sum(hours.prompt_count) filter (where hours.hour_of_day // 3 = 4), 0)
        as from_12_to_15,
    coalesce(sum(hours.prompt_count) filter (where hours.hour_of_day // 3 = 5), 0)
        as from_15_to_18,
    coalesce(sum(hours.prompt_count) filter (where hours.hour_of_day // 3 = 6), 0)
        as from_18_to_21,
    coalesce(sum(hours.prompt_count) filter (where hours.hour_of_day // 3 = 7), 0)
        as from_21_to_24
from marts.dim_dates
inner join days
    on dim_dates.calendar_date between days.first_day and days.last_day
left join hours
    on dim_dates.calendar_date = hours.activity_date
cross join people
where people.people_count >= {{snippet: fewest_people}}
group by dim_dates.weekday_name, dim_dates.weekday_number
order by dim_dates.weekday_number
