with {{snippet: periods}},

{{snippet: active_people}}

select
    periods.first_day as period_day,
    case
        when count(distinct people.developer_key) not between 1 and 4
            then count(distinct people.developer_key)
    end as developer_count
from periods
left join people
    on people.activity_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
