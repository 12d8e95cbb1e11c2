with {{snippet: periods}},

commits as (
    select
        committed_date,
        developer_key,
        coalesce(is_assisted [[and {{agent}}]], false) as is_assisted
    from marts.fct_git_commits
    where
        not is_merge
        and not is_superseded
        {{snippet: team}}
        {{snippet: repository}}
)

select
    periods.first_day as period_start,
    case
        when count(distinct commits.developer_key) >= {{snippet: fewest_people}}
            then count(*) filter (where commits.is_assisted) / count(commits.committed_date)
    end as assisted_share
from periods
left join commits on commits.committed_date between periods.first_day and periods.last_day
where periods.first_day is not null
group by periods.first_day
order by periods.first_day
