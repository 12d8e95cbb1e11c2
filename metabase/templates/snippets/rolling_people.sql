{{snippet: days}},

windows as (
    select last_day
    from days
    where last_day is not null
    union all
    select days.last_day - width.day_count as last_day
    from days
    cross join width
    inner join marts.dim_dates
        on dim_dates.calendar_date = days.last_day - 2 * width.day_count + 1
    where dim_dates.is_in_data
),

{{snippet: active_people}},

-- People of the newest window and of the one before; a card says how many days its `width` has.
rolling as (
    select
        windows.last_day,
        case
            when count(distinct people.developer_key) not between 1 and 4
                then count(distinct people.developer_key)
        end as developer_count
    from windows
    cross join width
    left join people
        on people.activity_date between windows.last_day - width.day_count + 1 and windows.last_day
    group by windows.last_day
)
