with chosen as (
    select
        min(calendar_date) as first_day,
        max(calendar_date) as last_day,
        cast(max(calendar_date) - min(calendar_date) as integer) + 1 as day_count
    from marts.dim_dates
    where is_in_data [[and {{date}}]]
),

periods as (
    select
        first_day,
        last_day
    from chosen
    union all
    select
        first_day - day_count as first_day,
        first_day - 1 as last_day
    from chosen
    where
        first_day - day_count >= (
            select min(dim_dates.calendar_date)
            from marts.dim_dates
            where dim_dates.is_in_data
        )
),

commits as (
    select
        committed_date,
        developer_key,
        confidence
    from marts.fct_git_commits
    where
        not is_merge
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
)

select
    periods.first_day as period_start,
    count(*) filter (
        where commits.developer_key is not null and commits.confidence is not null
    ) / nullif(count(commits.committed_date), 0) as judged_share
from periods
left join commits on commits.committed_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
