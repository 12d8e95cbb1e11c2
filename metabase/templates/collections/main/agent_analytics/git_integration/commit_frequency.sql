with {{snippet: whole_weeks}},

commits as (
    select
        committed_date,
        cast(date_trunc('week', committed_date) as date) as week_start,
        developer_key,
        coalesce(is_assisted [[and {{agent}}]], false) as is_assisted
    from marts.fct_git_commits
    where
        not is_merge
        and not is_superseded
        and developer_key is not null
        and committed_date between (select first_day from days) and (select last_day from days)
        {{snippet: team}}
        {{snippet: repository}}
),

people as (
    select count(distinct developer_key) as people_count
    from commits
),

weeks as (
    select
        week_start,
        count(distinct row(developer_key, committed_date)) as active_day_count,
        count(*) filter (where is_assisted) as assisted_count,
        count(*) filter (where not is_assisted) as unassisted_count
    from commits
    group by week_start
)

select
    weeks.week_start,
    weeks.assisted_count / weeks.active_day_count as assisted_per_active_day,
    weeks.unassisted_count / weeks.active_day_count as unassisted_per_active_day
from weeks
cross join people
where people.people_count >= {{snippet: fewest_people}}
order by weeks.week_start
