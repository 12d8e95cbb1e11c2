with {{snippet: periods}},

commits as (
    select
        committed_date,
        developer_key,
        confidence
    from marts.fct_git_commits
    where
        not is_merge
        {{snippet: repository}}
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
