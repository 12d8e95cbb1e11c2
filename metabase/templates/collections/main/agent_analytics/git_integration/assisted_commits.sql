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
        coalesce(is_assisted [[and {{agent}}]], false) as is_assisted
    from marts.fct_git_commits
    where
        not is_merge
        and not is_superseded
        [[and coalesce(team, '') in (
            select coalesce(team, '') from marts.dim_team_groups where {{team}}
        )]]
        [[and repository_key in (
            select repository_key from marts.dim_repositories where {{repository}}
        )]]
)

select
    periods.first_day as period_start,
    case
        when count(distinct commits.developer_key) >= 5
            then count(*) filter (where commits.is_assisted) / count(commits.committed_date)
    end as assisted_share
from periods
left join commits on commits.committed_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
