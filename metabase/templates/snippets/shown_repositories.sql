-- Which repositories of `people` are told apart, and which are shown together.
ranked as (
    select
        *,
        row_number() over (order by people_count, repository) as place,
        sum(people_count) over (order by people_count, repository) - people_count as smaller_count
    from people
),

-- A single small group could be told by subtraction: the next smallest joins it.
named as (
    select
        repository,
        case
            when
                people_count >= {{snippet: fewest_people}}
                and (place = 1 or smaller_count >= {{snippet: fewest_people}})
                then repository
            else 'smaller repositories'
        end as shown_as
    from ranked
)
