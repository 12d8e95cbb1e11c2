with {{snippet: periods}},

commits as (
    select
        committed_date,
        developer_key,
        is_assisted
    from marts.fct_git_commits
    where
        not is_merge
        and not is_superseded
        {{snippet: team}}
        {{snippet: repository}}
)

select
    periods.first_day as period_day,
    case
        when count(distinct commits.developer_key) >= {{snippet: fewest_people}}
            then count(*) filter (where commits.is_assisted) / count(commits.committed_date)
    end as assisted_share
from periods
left join commits
    on commits.committed_date between periods.first_day and periods.last_day
group by periods.first_day
order by periods.first_day
