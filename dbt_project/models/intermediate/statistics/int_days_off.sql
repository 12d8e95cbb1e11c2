with stated as (
    select cast(unnest(string_split('{{ var("days_off") }}', ',')) as date) as calendar_date
    where '{{ var("days_off") }}' <> ''
),

bounds as (
    select
        seen_in,
        min(active_date) as first_date,
        max(active_date) as last_date
    from {{ ref('int_people__active') }}
    group by seen_in
),

days as (
    select
        seen_in,
        cast(unnest(range(first_date, last_date + interval 1 day, interval 1 day)) as date)
            as calendar_date
    from bounds
),

working_days as (
    select * from days
    where isodow(calendar_date) < 6
),

counted as (
    select
        working_days.seen_in,
        working_days.calendar_date,
        coalesce(people.people_count, 0) as people_count,
        median(coalesce(people.people_count, 0)) over (
            partition by working_days.seen_in
            order by working_days.calendar_date
            range between interval 28 days preceding and interval 28 days following
        ) as usual_count
    from working_days
    left join {{ ref('int_people__active') }} as people
        on
            working_days.seen_in = people.seen_in
            and working_days.calendar_date = people.active_date
),

-- A collector that is down leaves the commits as they are: what all evidence says is a day off.
quiet as (
    select calendar_date
    from counted
    group by calendar_date
    having
        bool_and(people_count * 5 <= usual_count)
        and max(usual_count) >= 3
)

select
    calendar_date,
    'stated' as origin
from stated
union all
select
    calendar_date,
    'observed' as origin
from quiet
where calendar_date not in (select stated.calendar_date from stated)
