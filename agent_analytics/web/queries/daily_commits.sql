-- Commits by day of the period, with and without an agent.
select
    committed_date,
    count(*) filter (where is_assisted) as assisted_commit_count,
    count(*) - count(*) filter (where is_assisted) as other_commit_count
from marts.fct_git_commits
where committed_date between $first_day and $last_day
group by committed_date
